using Federated.Learning.Data;

namespace Federated.Attacks.Audit;

/// <summary>What an audit tries, and how long.</summary>
public sealed record AuditOptions
{
    /// <summary>How much.</summary>
    public SuiteKind Suite { get; init; } = SuiteKind.Quick;

    /// <summary>Rounds to attack; null: the suite chooses among those recorded.</summary>
    public IReadOnlyList<int>? Rounds { get; init; }

    /// <summary>Time for all of it.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Attacks at the same time.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Seed of all that attacks and defences draw.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>PSNR from which an image counts as reconstructed, dB.</summary>
    public double SuccessPsnr { get; init; } = 20;

    /// <summary>Where data sets are, for the price of defences.</summary>
    public required DataLocations Data { get; init; }

    /// <summary>The command line that asked for it.</summary>
    public required string Command { get; init; }
}
