using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Partitioning;

/// <summary>Sizes differ, class mixes do not: sizes follow a symmetric Dirichlet distribution, samples are slices of the shuffled set.</summary>
[Variant("quantity")]
public sealed record QuantityPartitionOptions : PartitionOptions
{
    /// <inheritdoc/>
    public override string Kind => "quantity";

    /// <summary>Number of clients.</summary>
    [Accepts("[1, 100000000]")]
    public int Clients { get; init; } = 100;

    /// <summary>Concentration: small values give few clients most of the samples.</summary>
    [Accepts("(0, inf)")]
    public double Alpha { get; init; } = 0.5;

    /// <summary>Samples every client has at least.</summary>
    [Accepts("[1, 1000000000]")]
    public int MinSamples { get; init; } = 10;
}
