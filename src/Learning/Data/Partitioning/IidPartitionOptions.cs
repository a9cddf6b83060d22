using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Partitioning;

/// <summary>Every client gets an equal slice of the shuffled set; a remainder gives the first clients one sample more.</summary>
[Variant("iid")]
public sealed record IidPartitionOptions : PartitionOptions
{
    /// <inheritdoc/>
    public override string Kind => "iid";

    /// <summary>Number of clients.</summary>
    [Accepts("[1, 100000000]")]
    public int Clients { get; init; } = 100;
}
