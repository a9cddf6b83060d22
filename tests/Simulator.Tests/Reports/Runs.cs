using Federated.Simulator.Reports;

namespace Federated.Simulator.Tests.Reports;

/// <summary>Runs made in memory.</summary>
internal static class Runs
{
    /// <summary>A finished run with one accuracy per round; every round takes 2 s, 100 bytes up and 300 down.</summary>
    public static RunRecord Of(string algorithm, ulong seed, params double?[] accuracies) => new()
    {
        Folder = $"{algorithm}-{seed}",
        Summary = new RunSummary { Name = "job", Algorithm = algorithm, Seed = seed, Rounds = accuracies.Length },
        Experiment = $"name: job\nseed: {seed}\nalgorithm:\n  name: {algorithm}\n",
        Rounds =
        [
            .. accuracies.Select((accuracy, i) => new RoundMetrics
            {
                Round = i + 1,
                TestAccuracy = accuracy,
                TrainLoss = 1.0 / (i + 1),
                Seconds = 2,
                BytesUp = 100,
                BytesDown = 300,
            }),
        ],
    };

    /// <summary>Groups of runs, best first.</summary>
    public static IReadOnlyList<RunGroup> Grouped(params RunRecord[] runs) => RunGrouping.Group(runs);
}
