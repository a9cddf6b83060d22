namespace Federated.Simulator.Reports;

/// <summary>Everything the page's script draws from; written into the page as JSON.</summary>
internal sealed record PageData
{
    /// <summary>Lines of the charts and rows of the tables, best first.</summary>
    public required IReadOnlyList<PageGroup> Groups { get; init; }

    /// <summary>Every run, in the order of the groups.</summary>
    public required IReadOnlyList<PageRun> Runs { get; init; }

    /// <summary>Levels of accuracy, ascending, that <see cref="PageGroup.Costs"/> are about.</summary>
    public required IReadOnlyList<double> Targets { get; init; }

    /// <summary>Test loss that <see cref="PageGroup.LossCost"/> is about; null when the groups have none in common.</summary>
    public required double? LossTarget { get; init; }

    /// <summary>The different partitions among the runs.</summary>
    public required IReadOnlyList<PagePartition> Partitions { get; init; }

    /// <summary>The graphs of runs without a server; their drawings stand in the page.</summary>
    public required IReadOnlyList<PageGraph> Graphs { get; init; }

    /// <summary>Versions by name; several values where runs differ.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Versions { get; init; }

    /// <summary>Collects what the page shows.</summary>
    public static PageData From(IReadOnlyList<RunGroup> groups)
    {
        var targets = Reports.Targets.Choose(groups);
        var lossTarget = Reports.Targets.ChooseLoss(groups);
        var runs = groups.SelectMany(group => group.Runs.Select(run => PageRun.From(group.Label, run))).ToArray();
        var versions = groups
            .SelectMany(group => group.Runs)
            .SelectMany(run => run.Run.Summary?.Versions ?? new Dictionary<string, string>())
            .GroupBy(version => version.Key, version => version.Value)
            .OrderBy(version => version.Key, StringComparer.Ordinal);
        return new PageData
        {
            Groups = [.. groups.Select(group => PageGroup.From(group, targets, lossTarget))],
            Runs = runs,
            Targets = targets,
            LossTarget = lossTarget,
            Partitions = PagePartition.From(groups),
            Graphs = PageGraph.From(groups),
            Versions = versions.ToDictionary(version => version.Key, version => (IReadOnlyList<string>)[.. version.Distinct()]),
        };
    }
}
