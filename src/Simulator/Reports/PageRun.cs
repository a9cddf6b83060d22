using System.Globalization;

namespace Federated.Simulator.Reports;

/// <summary>A single run as the page shows it.</summary>
internal sealed record PageRun
{
    /// <summary>Label of the group the run is in.</summary>
    public required string Group { get; init; }

    public required string Folder { get; init; }

    public required string? Name { get; init; }

    public required string? Family { get; init; }

    public required string? Transport { get; init; }

    /// <summary>Seed as text: it may not fit the numbers of a script.</summary>
    public required string? Seed { get; init; }

    public required int Rounds { get; init; }

    public required double? Best { get; init; }

    public required int? BestRound { get; init; }

    public required double? Final { get; init; }

    public required double? Seconds { get; init; }

    public required double? PeakRssBytes { get; init; }

    public required string? ModelSha256 { get; init; }

    /// <summary>What machines last compared; null where they do not.</summary>
    public required PageWeights? Weights { get; init; }

    public required string? Experiment { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Collects what the page shows of a run.</summary>
    public static PageRun From(string group, RunTrace trace) => new()
    {
        Group = group,
        Folder = trace.Run.Folder,
        Name = trace.Run.Summary?.Name,
        Family = trace.Run.Summary?.Family,
        Transport = trace.Run.Summary?.Transport,
        Seed = trace.Run.Summary?.Seed?.ToString(CultureInfo.InvariantCulture),
        Rounds = trace.Last?.Metrics.Round ?? 0,
        Best = trace.Best?.TestAccuracy,
        BestRound = trace.Best?.Round,
        Final = trace.Final?.TestAccuracy,
        Seconds = trace.Seconds,
        PeakRssBytes = trace.Run.Summary?.PeakRssBytes,
        ModelSha256 = trace.Run.Summary?.ModelSha256,
        Weights = PageWeights.From(trace.Run),
        Experiment = trace.Run.Experiment,
        Notes = trace.Run.Notes,
    };
}
