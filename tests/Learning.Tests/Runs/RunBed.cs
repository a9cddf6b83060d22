using System.Text.Json.Nodes;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Tests;
using Xunit;

namespace Federated.Learning.Tests.Runs;

/// <summary>Small whole runs in temporary folders.</summary>
internal sealed class RunBed : IDisposable, IRunProgress
{
    private static readonly string[] _times = ["seconds", "seconds_train", "seconds_eval"];

    private readonly TemporaryFolder _folder = new();

    /// <summary>Ten clients with a part of the embedded images.</summary>
    public static Experiment Small { get; } = new()
    {
        Rounds = 3,
        Algorithm = new FedAvgOptions(),
        Data = new EmbeddedFashionMnistOptions { TrainSamples = 1000, TestSamples = 200 },
        Partition = new DirichletPartitionOptions { Clients = 10 },
        Model = new ModelOptions { Name = "logistic" },
        Local = new LocalOptions { Epochs = 2, BatchSize = 30 },
        Cohort = new FixedCohortOptions { Count = 4 },
        Evaluation = new EvaluationOptions { BatchSize = 60 },
    };

    /// <summary>The small network of convolutions, trained by FedSpeed for a few steps.</summary>
    public static Experiment SmallCnn { get; } = Small with
    {
        Algorithm = new FedSpeedOptions(),
        Model = new ModelOptions { Name = "cnn28" },
        Local = new LocalOptions { Steps = 3, BatchSize = 20 },
    };

    /// <summary>Told before each client's end is reported.</summary>
    public Action<int, int> OnClient { get; init; } = (_, _) => { };

    /// <summary>Told at each round's end.</summary>
    public Action<int> OnRound { get; init; } = _ => { };

    public ListLogger Log { get; } = new();

    public string File(string name) => _folder.File(name);

    public RunDirectory Directory(string name) => RunDirectory.Open(File(name), resume: true);

    public RunResult Run(
        Experiment experiment, string name = "run", int workers = 2, bool resume = false, CancellationToken cancellation = default) =>
        ExperimentRun.Execute(
            experiment,
            new RunSettings
            {
                Directory = RunDirectory.Open(File(name), resume),
                Resume = resume,
                Workers = workers,
                DataLocations = new DataLocations(File("none"), File("none")),
                Progress = this,
                Log = Log,
                Time = TimeProvider.System,
            },
            cancellation);

    public string Sha(Experiment experiment, string name = "run", int workers = 2) =>
        Run(experiment, name, workers).Summary!.ModelSha256;

    /// <summary>metrics.jsonl without times.</summary>
    public List<string> Figures(string name = "run")
    {
        var lines = new List<string>();
        foreach (var line in System.IO.File.ReadLines(Directory(name).MetricsPath))
        {
            var figures = JsonNode.Parse(line)!.AsObject();
            Assert.All(_times, time => Assert.True(figures.Remove(time)));
            lines.Add(figures.ToJsonString());
        }

        return lines;
    }

    public void Started(RunStart start)
    {
    }

    public void ClientFinished(int round, int finished, int cohort) => OnClient(round, finished);

    public void RoundFinished(RoundMetrics metrics) => OnRound(metrics.Round);

    public void Ended(RunResult result)
    {
    }

    public void Dispose() => _folder.Dispose();
}
