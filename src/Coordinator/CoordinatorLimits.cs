namespace Federated.Coordinator;

/// <summary>What one address or one node may ask of a coordinator. A cluster behind one address is far below all of it.</summary>
public sealed record CoordinatorLimits
{
    /// <summary>Open connections in all; thousands of idle nodes are fine, each needs one.</summary>
    public int Connections { get; init; } = 20_000;

    /// <summary>Times that one address may join in a row.</summary>
    public int JoinBurst { get; init; } = 1_000;

    /// <summary>Times a second that one address may go on joining.</summary>
    public double JoinsPerSecond { get; init; } = 100;

    /// <summary>Wrong tokens of one address without a consequence; after each further one it has to wait.</summary>
    public int WrongTokens { get; init; } = 10;

    /// <summary>Longest wait after a wrong token; the first is a second, each further one twice as long.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Calls that a node may have open at the same time, beside two for each of its slots.</summary>
    public int CallsBesideSlots { get; init; } = 16;

    /// <summary>A submission of which nothing came for so long is given up.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromMinutes(1);
}
