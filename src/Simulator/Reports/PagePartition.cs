namespace Federated.Simulator.Reports;

/// <summary>A partition as the page draws it.</summary>
internal sealed record PagePartition
{
    // More columns than this are a grey smear on any screen.
    private const int MostClients = 200;

    // Nor does a screen have as many colours: the words of a vocabulary are no picture.
    private const int MostClasses = 1000;

    /// <summary>Runs that used it, by group and folder.</summary>
    public required IReadOnlyList<string> Runs { get; init; }

    public required int Clients { get; init; }

    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Samples by drawn client (row) and class (column).</summary>
    public required IReadOnlyList<int[]> Counts { get; init; }

    /// <summary>Samples of the drawn clients: fewest, median and most.</summary>
    public required IReadOnlyList<long> Sizes { get; init; }

    /// <summary>Median over the drawn clients of the share of their samples that lie in their largest class, from 0 to 1.</summary>
    public required double LargestClassShare { get; init; }

    /// <summary>The different partitions that can be drawn, in the order of the groups.</summary>
    public static IReadOnlyList<PagePartition> From(IReadOnlyList<RunGroup> groups) =>
    [
        .. groups
            .SelectMany(group => group.Runs.Select(run => (group.Label, run.Run.Folder, run.Run.Partition)))
            .Where(entry => entry.Partition is { Counts.Count: > 0, ClassNames.Count: <= MostClasses })
            .GroupBy(entry => string.Join(';', entry.Partition!.Counts.Select(row => string.Join(',', row))))
            .Select(same => Picture(same.First().Partition!, [.. same.Select(entry => $"{entry.Label}: {entry.Folder}")])),
    ];

    private static PagePartition Picture(PartitionCounts partition, IReadOnlyList<string> runs)
    {
        var counts = partition.Counts.Take(MostClients).ToArray();
        var sizes = counts.Select(row => row.Sum(count => (long)count)).Order().ToArray();
        var shares = counts
            .Where(row => row.Any(count => count > 0))
            .Select(row => row.Max() / (double)row.Sum(count => (long)count))
            .Order()
            .ToArray();
        return new PagePartition
        {
            Runs = runs,
            Clients = partition.Clients,
            ClassNames = partition.ClassNames,
            Counts = counts,
            Sizes = [sizes[0], sizes[sizes.Length / 2], sizes[^1]],
            LargestClassShare = shares.Length == 0 ? 0 : shares[shares.Length / 2],
        };
    }
}
