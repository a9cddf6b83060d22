using Federated.Attacks.Transcripts;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Synthetic;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;
using Federated.Tests;

namespace Federated.Attacks.Tests.Transcripts;

/// <summary>Small recorded runs in a temporary folder.</summary>
internal sealed class RecordedBed : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("federated-").FullName;

    /// <summary>Five clients with eight small images each, three of them in a round.</summary>
    public static Experiment Small { get; } = new()
    {
        Rounds = 3,
        Algorithm = new FedAvgOptions(),
        Data = new SyntheticOptions { Height = 6, Width = 6, Train = 40, Test = 20 },
        Partition = new IidPartitionOptions { Clients = 5 },
        Model = new ModelOptions { Name = "logistic" },
        Local = new LocalOptions { Epochs = 2, BatchSize = 3 },
        Cohort = new FixedCohortOptions { Count = 3 },
        Evaluation = new EvaluationOptions { Every = 1000 },
        Record = new RecordOptions(),
    };

    /// <summary>A single step on all samples, with nothing else to it.</summary>
    public static LocalOptions OneStep { get; } = new()
    {
        Steps = 1,
        BatchSize = 8,
        WeightDecay = 0.0,
        ClipNorm = double.PositiveInfinity,
    };

    public static ClassificationTask Task(Experiment experiment) => (ClassificationTask)ExperimentRun.Load(experiment, new DataLocations("/none", "/none"));

    public Transcript Run(Experiment experiment) => RecordedRuns.Execute(experiment, Folder);

    /// <summary>A path in the folder.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
