using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// One byte per gradient: every machine evaluates its loss on both sides of a random direction, sends one byte per sample, and takes
/// everybody's step along directions that it regenerates. Every client of the partition is a machine. After the idea of arXiv 2306.10015.
/// </summary>
[Variant("one-byte")]
public sealed record OneByteOptions : AlgorithmOptions
{
    /// <inheritdoc/>
    public override string Name => "one-byte";

    /// <inheritdoc/>
    public override string Title => "One byte per gradient";

    /// <summary>Distance eps from the weights to either side.</summary>
    [Accepts("(0, inf)")]
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>Directions of each machine in a round, each on a mini-batch of its own.</summary>
    [Accepts("[1, 256]")]
    public int Samples { get; init; } = 1;

    /// <summary>How a projected gradient becomes a byte.</summary>
    public GradientRounding Rounding { get; init; } = GradientRounding.Nearest;
}
