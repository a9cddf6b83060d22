using System.Text.Json;
using Federated.Learning.Runs;
using Federated.Simulator.Reports;
using Xunit;

namespace Federated.Simulator.Tests.Reports;

/// <summary>Writer and reader of a run folder agree.</summary>
public sealed class WrittenRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_run_writes_is_what_a_report_reads()
    {
        var path = _folder.Run("a", metrics: null);
        using (var log = new MetricsLog(Path.Combine(path, "metrics.jsonl"), rounds: 0, new RunTotals()))
        {
            log.Append(Round(1, trainLoss: 0.5) with { TestAccuracy = 0.25, TestLoss = 2, TrainSetAccuracy = 0.5 });
            log.Append(Round(2, trainLoss: double.NaN) with { Rejected = 1 });
        }

        File.WriteAllText(Path.Combine(path, "summary.json"), JsonSerializer.Serialize(Summary(), RunJson.Page));

        var run = RunFolder.Read(path);

        Assert.Equal([0.5, null], run.Rounds.Select(round => round.TrainLoss));
        Assert.Equal([0.25, null], run.Rounds.Select(round => round.TestAccuracy));
        Assert.Equal([0.5, null], run.Rounds.Select(round => round.TrainSetAccuracy));
        Assert.Equal([1.5, 1.5], run.Rounds.Select(round => round.Seconds));
        Assert.Equal([10, 10], run.Rounds.Select(round => round.BytesUp));
        Assert.Equal([20, 20], run.Rounds.Select(round => round.BytesDown));
        Assert.Contains(run.Notes, note => note.Contains("not a finite number in round 2", StringComparison.Ordinal));
        Assert.Contains(run.Notes, note => note.EndsWith("infinity: 1.", StringComparison.Ordinal));
        Assert.Equal(("FedSpeed", 7UL, 42L, "abc"), (run.Summary!.Algorithm, run.Summary.Seed, run.Summary.Parameters, run.Summary.ModelSha256));
        Assert.Equal(3.5, run.Summary.ClientUpdatesPerSecond);
        Assert.Equal("1", run.Summary.Versions["federated"]);
    }

    private static Federated.Learning.Rounds.RoundMetrics Round(int round, double trainLoss) => new()
    {
        Round = round,
        TrainLoss = trainLoss,
        Seconds = 1.5,
        SecondsTrain = 1,
        SecondsEval = 0.5,
        BytesUp = 10,
        BytesDown = 20,
        Clients = 3,
        Rejected = 0,
        Steps = 6,
        LearningRate = 0.1,
    };

    private static Federated.Learning.Runs.RunSummary Summary() => new()
    {
        Name = "job",
        Algorithm = "FedSpeed",
        Family = "parameter-server",
        Transport = "memory",
        Outcome = "completed",
        Rounds = 2,
        FinalTestAccuracy = 0.25,
        FinalTestLoss = null,
        BestTestAccuracy = 0.25,
        BestRound = 1,
        Seconds = 3,
        ClientUpdatesPerSecond = 3.5,
        SgdStepsPerSecond = 7,
        BytesUp = 20,
        BytesDown = 40,
        Rejected = 1,
        Clients = 3,
        Parameters = 42,
        ModelSha256 = "abc",
        Seed = 7,
        Workers = 1,
        PeakRssBytes = 1,
        Versions = new Dictionary<string, string> { ["federated"] = "1" },
    };
}
