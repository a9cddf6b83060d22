using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Partitioning;

/// <summary>Equal sizes; each client draws its class mix from a symmetric Dirichlet distribution.</summary>
[Variant("dirichlet")]
public sealed record DirichletPartitionOptions : PartitionOptions
{
    /// <inheritdoc/>
    public override string Kind => "dirichlet";

    /// <summary>Number of clients.</summary>
    [Accepts("[1, 100000000]")]
    public int Clients { get; init; } = 100;

    /// <summary>Concentration: small values give clients few classes.</summary>
    [Accepts("(0, inf)")]
    public double Alpha { get; init; } = 0.3;

    /// <summary>What happens when a class runs out.</summary>
    public PoolPolicy Pool { get; init; } = PoolPolicy.Exclusive;
}
