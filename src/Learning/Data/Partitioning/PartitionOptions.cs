using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Partitioning;

/// <summary>How the training set is split over clients.</summary>
[Discriminator("kind")]
public abstract record PartitionOptions
{
    /// <summary>For example <c>dirichlet</c>.</summary>
    public abstract string Kind { get; }
}
