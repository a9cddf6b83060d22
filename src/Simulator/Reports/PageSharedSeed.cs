namespace Federated.Simulator.Reports;

/// <summary>What the page shows of a group of runs with a shared seed, besides what all groups have.</summary>
internal sealed record PageSharedSeed
{
    /// <summary>Machines of the last round.</summary>
    public required Statistic? Machines { get; init; }

    /// <summary>Bytes of gradients of the whole run, which are its samples.</summary>
    public required Statistic? Payload { get; init; }

    public required Statistic? BytesPerMachineAndRound { get; init; }

    /// <summary>How many times the payload it would be if every machine sent a gradient of 32 bits for each parameter once in a round.</summary>
    public required Statistic? FullGradients { get; init; }

    public required Curve GradientRms { get; init; }

    /// <summary>Of all samples of all runs, from 0 to 1.</summary>
    public required double? SaturatedShare { get; init; }

    /// <summary>Of all samples of all runs, from 0 to 1.</summary>
    public required double? AbsentShare { get; init; }

    /// <summary>Rounds in which machines compared their weights.</summary>
    public required Statistic? Comparisons { get; init; }

    /// <summary>Comparisons in which no machine had other weights; null for runs that do not say.</summary>
    public required Statistic? Agreements { get; init; }

    /// <summary>Machines that were rebuilt from the log, over all comparisons; null for runs that do not say.</summary>
    public required Statistic? Recovered { get; init; }

    /// <summary>Collects what the page shows; null for runs of another family.</summary>
    public static PageSharedSeed? From(RunGroup group)
    {
        if (!group.Runs.All(run => run.Run.Rounds.Any(round => round.SharedSeed is not null)))
        {
            return null;
        }

        return new PageSharedSeed
        {
            Machines = Over(group, run => Rounds(run)[^1].Machines),
            Payload = Over(group, Samples),
            BytesPerMachineAndRound = Over(group, run => Samples(run) / Proposals(run)),
            FullGradients = Over(group, run => (double)sizeof(float) * run.Run.Summary?.Parameters * Proposals(run) / Samples(run)),
            GradientRms = Curve.Of(group.Runs, round => round.SharedSeed is { Machines: not 0 } metrics ? metrics.GradientRms : null),
            SaturatedShare = Share(group, round => round.Saturated),
            AbsentShare = Share(group, round => round.Absent),
            Comparisons = Over(group, run => Compared(run).Length),
            Agreements = Over(group, run => Compared(run).SumOrNull(round => round.Recovered is { } recovered ? recovered == 0 ? 1 : 0 : null)),
            Recovered = Over(group, run => Compared(run).SumOrNull(round => round.Recovered)),
        };
    }

    private static SharedSeedMetrics[] Rounds(RunTrace run) => [.. run.Run.Rounds.Select(round => round.SharedSeed).OfType<SharedSeedMetrics>()];

    private static SharedSeedMetrics[] Compared(RunTrace run) => [.. Rounds(run).Where(round => round.WeightHash is not null)];

    // A sample is a byte. No samples have no shares.
    private static double? Samples(RunTrace run) => Rounds(run)[^1].BytesPayload is > 0 and var samples ? samples : null;

    // Machines that took part, once for each round.
    private static double? Proposals(RunTrace run) => Rounds(run).SumOrNull(round => round.Machines) is > 0 and var proposals ? proposals : null;

    private static double? Share(RunGroup group, Func<SharedSeedMetrics, double?> count) =>
        group.Runs.SumOrNull(run => Rounds(run).SumOrNull(count)) / group.Runs.SumOrNull(Samples);

    private static Statistic? Over(RunGroup group, Func<RunTrace, double?> value) => Statistic.Of(group.Runs.Select(value));
}
