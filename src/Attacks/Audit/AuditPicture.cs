namespace Federated.Attacks.Audit;

/// <summary>An original beside what an attack made of the update it went into.</summary>
public sealed record AuditPicture
{
    /// <summary>Name of the attack.</summary>
    public required string Attack { get; init; }

    /// <summary>1-based.</summary>
    public required int Round { get; init; }

    /// <summary>Who sent the update; null: it is the sum of the round's cohort.</summary>
    public int? Client { get; init; }

    /// <summary>Name and strength of the defence; null: none.</summary>
    public string? Defence { get; init; }

    /// <summary>Whether the attacker reckons with the defence.</summary>
    public AttackerKind Attacker { get; init; }

    /// <summary>What the original shows: its class.</summary>
    public required string Label { get; init; }

    /// <summary>dB, at most 100.</summary>
    public required double Psnr { get; init; }

    /// <summary>In [-1, 1]; null for images that are smaller than its window.</summary>
    public double? Ssim { get; init; }

    /// <summary>A PNG file.</summary>
    public required byte[] Original { get; init; }

    /// <summary>A PNG file.</summary>
    public required byte[] Reconstruction { get; init; }
}
