using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Partitioning;

/// <summary>The split that comes with the data: one client per user.</summary>
[Variant("natural")]
public sealed record NaturalPartitionOptions : PartitionOptions
{
    /// <inheritdoc/>
    public override string Kind => "natural";

    /// <summary>Number of users drawn at random, kept in their order; without it all.</summary>
    [Accepts("[1, 100000000]")]
    public int? Clients { get; init; }

    /// <summary>Users with fewer samples are left out.</summary>
    [Accepts("[1, 1000000000]")]
    public int MinSamples { get; init; } = 1;
}
