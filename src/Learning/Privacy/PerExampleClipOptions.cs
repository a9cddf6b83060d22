using Federated.Learning.Experiments;

namespace Federated.Learning.Privacy;

/// <summary>
/// DP-SGD (Abadi et al. 2016, arXiv 1607.00133): in every local step the gradient of each sample is shortened to norm C, and their sum gets normal noise of
/// deviation z C before it is divided by the number of samples. Costs a backward pass for each sample.
/// </summary>
[Variant("per_example_clip")]
public sealed record PerExampleClipOptions : DefenceOptions
{
    /// <inheritdoc/>
    public override string Name => "per_example_clip";

    /// <summary>Longest L2 norm C of one sample's gradient.</summary>
    [Accepts("(0, inf)")]
    public double Norm { get; init; } = 1.0;

    /// <summary>z: deviation of the noise on the sum, in C; 0 only clips, which bounds no privacy loss.</summary>
    [Accepts("[0, inf)")]
    public double NoiseMultiplier { get; init; } = 1.0;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"DP-SGD: every sample's gradient clipped to norm {Norm}, noise multiplier {NoiseMultiplier}");

    /// <inheritdoc/>
    public override AdaptiveHint AdaptiveHint => NoiseMultiplier > 0.0
        ? new(AdaptiveMeans.AverageRounds, "Averages what a client sends in several rounds: the noise is new in each, the client's data are not.")
        : new(AdaptiveMeans.ScaleInvariant, "Compares directions by their cosine: a clip changes lengths only.");
}
