namespace Federated.Simulator.Reports;

/// <summary>Runs of the same experiment with different seeds; most often a single run.</summary>
internal sealed record RunGroup
{
    /// <summary>What charts and tables call the group; unique in a report.</summary>
    public required string Label { get; init; }

    /// <summary>The runs, in the order they were given.</summary>
    public required IReadOnlyList<RunTrace> Runs { get; init; }

    /// <summary>Highest test accuracy of each run, over the runs.</summary>
    public Statistic? Best => Statistic.Of(Runs.Select(run => run.Best?.TestAccuracy));

    /// <summary>Round of the highest test accuracy of each run, over the runs.</summary>
    public Statistic? BestRound => Statistic.Of(Runs.Select(run => (double?)run.Best?.Round));

    /// <summary>Last measured test accuracy of each run, over the runs.</summary>
    public Statistic? Final => Statistic.Of(Runs.Select(run => run.Final?.TestAccuracy));

    /// <summary>Lowest loss of each run, over the runs.</summary>
    public Statistic? LowestLoss => Statistic.Of(Runs.Select(run => run.LowestLoss));

    /// <summary>Rounds of the longest run.</summary>
    public int Rounds => Runs.Max(run => run.Last?.Metrics.Round ?? 0);

    /// <summary>What it took to reach a test accuracy.</summary>
    public TargetCost CostOf(double accuracy) => CostOf(run => run.Reaches(accuracy));

    /// <summary>What it took to get down to a test loss.</summary>
    public TargetCost CostOfLoss(double loss) => CostOf(run => run.ReachesLoss(loss));

    private TargetCost CostOf(Func<RunTrace, TracePoint?> first)
    {
        var reached = Runs.Select(first).OfType<TracePoint>().ToArray();
        return new TargetCost(
            reached.Length,
            Statistic.Of(reached.Select(point => (double?)point.Metrics.Round)),
            Statistic.Of(reached.Select(point => point.Bytes)),
            Statistic.Of(reached.Select(point => point.Seconds)));
    }
}
