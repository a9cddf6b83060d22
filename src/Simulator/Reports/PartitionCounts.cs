namespace Federated.Simulator.Reports;

/// <summary>How samples lie on clients: <c>partition.json</c>.</summary>
public sealed record PartitionCounts
{
    /// <summary>Clients in the experiment; <see cref="Counts"/> may show fewer.</summary>
    public required int Clients { get; init; }

    /// <summary>Names of the classes, one per column of <see cref="Counts"/>.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Samples by shown client (row) and class (column).</summary>
    public required IReadOnlyList<int[]> Counts { get; init; }
}
