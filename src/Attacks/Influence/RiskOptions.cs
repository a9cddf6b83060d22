using Federated.Learning.Experiments;

namespace Federated.Attacks.Influence;

/// <summary>How the risk of a client's samples is scored.</summary>
public sealed record RiskOptions
{
    /// <summary>Strength of the noise on a sample's gradient, for which errors are predicted; what it counts is <see cref="Scale"/>.</summary>
    [Accepts("(0, inf)")]
    public double Noise { get; init; } = 1e-3;

    /// <summary>Absolute, or relative to the sample's gradient.</summary>
    public NoiseScale Scale { get; init; } = NoiseScale.Relative;

    /// <summary>What an attacker knows without any update: pixels vary by this much, in normalised space.</summary>
    [Accepts("(0, inf)")]
    public double Prior { get; init; } = 1.0;

    /// <summary>Samples that are scored at the same time.</summary>
    [Accepts("[1, 1024]")]
    public int Workers { get; init; } = 1;

    /// <summary>How the influence function is computed.</summary>
    public InfluenceOptions Influence { get; init; } = new();
}
