using Federated.Learning.Experiments;

namespace Federated.Attacks.Influence;

/// <summary>How the risk of a client's samples is scored.</summary>
public sealed record RiskOptions
{
    /// <summary>Deviation of the noise on each number of a sample's gradient, for which errors are predicted.</summary>
    [Accepts("(0, inf)")]
    public double Noise { get; init; } = 1e-3;

    /// <summary>What an attacker knows without any update: pixels vary by this much, in normalised space.</summary>
    [Accepts("(0, inf)")]
    public double Prior { get; init; } = 1.0;

    /// <summary>Samples that are scored at the same time.</summary>
    [Accepts("[1, 1024]")]
    public int Workers { get; init; } = 1;

    /// <summary>How the influence function is computed.</summary>
    public InfluenceOptions Influence { get; init; } = new();
}
