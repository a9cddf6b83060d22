namespace Federated.Simulator.Reports;

/// <summary>The numbers one run contributes to tables.</summary>
internal sealed class RunTrace
{
    /// <summary>Adds up the rounds of <paramref name="run"/> and looks for its best one.</summary>
    public RunTrace(RunRecord run)
    {
        Run = run;
        Points = TracePoint.Accumulate(run.Rounds);
        var evaluated = Points.Where(point => point.Metrics.TestAccuracy is not null).ToArray();
        Best = evaluated.MaxBy(point => point.Metrics.TestAccuracy)?.Metrics;
        Final = evaluated.LastOrDefault()?.Metrics;
        Last = Points.Count > 0 ? Points[^1] : null;
    }

    /// <summary>The run.</summary>
    public RunRecord Run { get; }

    /// <summary>Its rounds with what had been spent by their end.</summary>
    public IReadOnlyList<TracePoint> Points { get; }

    /// <summary>The first round with the highest test accuracy.</summary>
    public RoundMetrics? Best { get; }

    /// <summary>The last round with a test accuracy.</summary>
    public RoundMetrics? Final { get; }

    /// <summary>The last round.</summary>
    public TracePoint? Last { get; }

    /// <summary>Lowest loss: of the test set where there is one, else of training.</summary>
    public double? LowestLoss => Points.Min(point => point.Metrics.TestLoss) ?? Points.Min(point => point.Metrics.TrainLoss);

    /// <summary>Duration in seconds: the sum of the rounds, which the charts show; else what the summary says.</summary>
    public double? Seconds => Last?.Seconds ?? Run.Summary?.Seconds;

    /// <summary>Bytes clients sent; null when a round does not say.</summary>
    public double? BytesUp => Total(round => round.BytesUp);

    /// <summary>Bytes clients received; null when a round does not say.</summary>
    public double? BytesDown => Total(round => round.BytesDown);

    /// <summary>The first evaluated round whose test accuracy is at least <paramref name="accuracy"/>.</summary>
    public TracePoint? Reaches(double accuracy) => Points.FirstOrDefault(point => point.Metrics.TestAccuracy >= accuracy);

    /// <summary>The first evaluated round whose test loss is at most <paramref name="loss"/>.</summary>
    public TracePoint? ReachesLoss(double loss) => Points.FirstOrDefault(point => point.Metrics.TestLoss <= loss);

    private double? Total(Func<RoundMetrics, double?> bytes) =>
        Run.Rounds.Count == 0 ? null : Run.Rounds.SumOrNull(bytes);
}
