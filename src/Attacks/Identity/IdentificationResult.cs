namespace Federated.Attacks.Identity;

/// <summary>How one attacker fared at telling whose updates are whose.</summary>
public sealed record IdentificationResult
{
    /// <summary>Name of the attacker.</summary>
    public required string Attacker { get; init; }

    /// <summary>Part of the updates whose user had the highest score.</summary>
    public required double Top1 { get; init; }

    /// <summary>Part of the updates whose user was among the five best.</summary>
    public required double Top5 { get; init; }

    /// <summary>Mean average precision: all updates ranked by each user's score.</summary>
    public required double MeanAveragePrecision { get; init; }

    /// <summary><see cref="Top1"/> as a multiple of chance.</summary>
    public required double ChanceMultiple { get; init; }

    /// <summary>Top-1 when a device's updates are taken together: the sum of their scores decides. Null when it is not known which belong together.</summary>
    public double? DeviceTop1 { get; init; }

    /// <summary>Null control: top-1 of the same attacker, taught with permuted labels, mean over permutations. Many of <see cref="IdentityReport.NullDeviation"/> from chance, something is wrong.</summary>
    public required double NullTop1 { get; init; }

    /// <summary>The open world; null when there were no strangers.</summary>
    public OpenWorldResult? OpenWorld { get; init; }
}
