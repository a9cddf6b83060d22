namespace Federated.Attacks.Identity;

/// <summary>What the adversary makes of its data.</summary>
public sealed record KnownUsersOptions
{
    /// <summary>Only the first n users are known, the others are strangers; null: all are.</summary>
    public int? Users { get; init; }

    /// <summary>Updates of each user in each round, with different batches.</summary>
    public int PerRound { get; init; } = 1;

    /// <summary>Threads.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Seed of batch orders: the adversary does not know the clients'.</summary>
    public ulong Seed { get; init; } = 77;
}
