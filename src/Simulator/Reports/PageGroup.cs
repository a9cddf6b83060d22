namespace Federated.Simulator.Reports;

/// <summary>A group of runs as the page shows it.</summary>
internal sealed record PageGroup
{
    public required string Label { get; init; }

    public required int Seeds { get; init; }

    public required int Rounds { get; init; }

    public required Curve Accuracy { get; init; }

    public required Curve TestLoss { get; init; }

    public required Curve TrainLoss { get; init; }

    public required Statistic? Best { get; init; }

    public required Statistic? BestRound { get; init; }

    public required Statistic? Final { get; init; }

    public required Statistic? TrainSet { get; init; }

    public required Statistic? LowestLoss { get; init; }

    public required Statistic? UpdatesPerSecond { get; init; }

    public required Statistic? StepsPerSecond { get; init; }

    public required Statistic? BytesUp { get; init; }

    public required Statistic? BytesDown { get; init; }

    public required Statistic? Seconds { get; init; }

    public required long? Parameters { get; init; }

    /// <summary>What only groups without a server have.</summary>
    public required PageGossip? Gossip { get; init; }

    /// <summary>What only groups with a shared seed have.</summary>
    public required PageSharedSeed? SharedSeed { get; init; }

    /// <summary>What each of the report's targets took, in their order.</summary>
    public required IReadOnlyList<TargetCost> Costs { get; init; }

    /// <summary>What the report's level of test loss took; null when there is none.</summary>
    public required TargetCost? LossCost { get; init; }

    /// <summary>Collects what the page shows of a group.</summary>
    public static PageGroup From(RunGroup group, IReadOnlyList<double> targets, double? lossTarget) => new()
    {
        Label = group.Label,
        Seeds = group.Runs.Count,
        Rounds = group.Rounds,
        Accuracy = Curve.Of(group.Runs, round => round.TestAccuracy),
        TestLoss = Curve.Of(group.Runs, round => round.TestLoss),
        TrainLoss = Curve.Of(group.Runs, round => round.TrainLoss),
        Best = group.Best,
        BestRound = group.BestRound,
        Final = group.Final,
        TrainSet = Over(group, run => run.Run.Rounds.LastOrDefault(round => round.TrainSetAccuracy is not null)?.TrainSetAccuracy),
        LowestLoss = group.LowestLoss,
        UpdatesPerSecond = Over(group, run => run.Run.Summary?.ClientUpdatesPerSecond),
        StepsPerSecond = Over(group, run => run.Run.Summary?.SgdStepsPerSecond),
        BytesUp = Over(group, run => run.BytesUp),
        BytesDown = Over(group, run => run.BytesDown),
        Seconds = Over(group, run => run.Seconds),
        Parameters = group.Runs[0].Run.Summary?.Parameters,
        Gossip = PageGossip.From(group),
        SharedSeed = PageSharedSeed.From(group),
        Costs = [.. targets.Select(group.CostOf)],
        LossCost = lossTarget is { } loss ? group.CostOfLoss(loss) : null,
    };

    private static Statistic? Over(RunGroup group, Func<RunTrace, double?> value) => Statistic.Of(group.Runs.Select(value));
}
