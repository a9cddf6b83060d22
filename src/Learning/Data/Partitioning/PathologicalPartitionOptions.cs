using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Partitioning;

/// <summary>
/// Equal sizes; each client draws from a few classes with equal probability. With exclusive pools the classes are dealt so that
/// demand meets supply, and a client whose classes have all run out takes what is left of the others.
/// </summary>
[Variant("pathological")]
public sealed record PathologicalPartitionOptions : PartitionOptions
{
    /// <inheritdoc/>
    public override string Kind => "pathological";

    /// <summary>Number of clients.</summary>
    [Accepts("[1, 100000000]")]
    public int Clients { get; init; } = 100;

    /// <summary>Different classes of one client.</summary>
    [Accepts("[1, 1000000]")]
    public int ClassesPerClient { get; init; } = 2;

    /// <summary>What happens when a class runs out.</summary>
    public PoolPolicy Pool { get; init; } = PoolPolicy.Exclusive;
}
