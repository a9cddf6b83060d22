namespace Federated.Attacks.Identity;

/// <summary>What updates gave away about who sent them.</summary>
public sealed record IdentityReport
{
    /// <summary>What of an update was looked at.</summary>
    public required string Features { get; init; }

    /// <summary>Numbers of an update that were looked at.</summary>
    public required int Width { get; init; }

    /// <summary>Users of whom the adversary has data.</summary>
    public required int Users { get; init; }

    /// <summary>Updates that it made from them.</summary>
    public required int LabelledUpdates { get; init; }

    /// <summary>Anonymous updates of known users.</summary>
    public required int AnonymousUpdates { get; init; }

    /// <summary>Anonymous updates of strangers.</summary>
    public required int StrangersUpdates { get; init; }

    /// <summary>What the adversary needs: data of users.</summary>
    public ThreatModel Threat { get; init; } = ThreatModel.D;

    /// <summary>Top-1 of guessing.</summary>
    public double Chance => 1.0 / Users;

    /// <summary>Standard deviation of top-1 of guessing over so many updates.</summary>
    public double ChanceDeviation => Math.Sqrt(Chance * (1.0 - Chance) / AnonymousUpdates);

    /// <summary>Devices that the anonymous updates come from.</summary>
    public required int Devices { get; init; }

    /// <summary>Permutations of labels that null controls are the mean of.</summary>
    public required int Permutations { get; init; }

    /// <summary>
    /// Standard deviation of a null control around <see cref="Chance"/>, at most: whatever permuted labels teach, a device's updates go the same way, so
    /// that devices count and not updates.
    /// </summary>
    public double NullDeviation => Math.Sqrt(Chance * (1.0 - Chance) / Devices / Permutations);

    /// <summary>Each attacker's.</summary>
    public required IReadOnlyList<IdentificationResult> Attackers { get; init; }

    /// <summary>Each matcher's.</summary>
    public required IReadOnlyList<MatchingResult> Matchers { get; init; }

    /// <summary>The attacker that found most.</summary>
    public IdentificationResult Worst => Attackers.MaxBy(attacker => attacker.Top1)!;
}
