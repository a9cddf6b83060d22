using System.Collections.Concurrent;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Models;
using Federated.Learning.Privacy;
using Federated.Learning.ZerothOrder;

namespace Federated.Equivalence.Tests;

/// <summary>Small experiments, and what comes of them in one process.</summary>
internal static class Subjects
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> _references = new();

    /// <summary>Names for theories.</summary>
    public static Xunit.TheoryData<string> Names => ["fedspeed", "scaffold", "one-byte"];

    /// <summary>Ten clients with a part of the embedded images; four of them in a round, or all ten machines.</summary>
    public static Experiment Of(string algorithm) => new()
    {
        Rounds = 4,
        Algorithm = algorithm switch
        {
            "fedspeed" or "private" => new FedSpeedOptions(),
            "scaffold" => new ScaffoldOptions(),
            "dfedsam-mgs" or "private-gossip" => new DFedSamMgsOptions(),
            "choco" => new ChocoSgdOptions { TopK = 0.1 },
            _ => new OneByteOptions { CheckEvery = 2 },
        },
        Data = new EmbeddedFashionMnistOptions { TrainSamples = 1000, TestSamples = 200 },
        Partition = new DirichletPartitionOptions { Clients = IsGossip(algorithm) ? 9 : 10 },
        Topology = IsGossip(algorithm) ? new TorusTopologyOptions() : null,
        Model = new ModelOptions { Name = "logistic" },
        Local = new LocalOptions { Steps = 3, BatchSize = 20 },
        Cohort = IsGossip(algorithm) ? new FixedCohortOptions() : new FixedCohortOptions { Count = 4 },
        Evaluation = new EvaluationOptions { BatchSize = 60 },
        Checkpoint = new CheckpointOptions { Every = 2 },
        Privacy = algorithm.StartsWith("private", StringComparison.Ordinal) ? new PrivacyOptions { Defences = [new ClipOptions(), new NoiseOptions(), new QuantiseOptions()] } : null,
    };

    /// <summary>Whether nodes exchange models with each other.</summary>
    public static bool IsGossip(string algorithm) => algorithm is "dfedsam-mgs" or "choco" or "private-gossip";

    /// <summary>Pieces of work in a round.</summary>
    public static int PiecesInARound(string algorithm) => algorithm == "one-byte" ? 10 : 4;

    /// <summary>SHA-256 of the model that one process makes.</summary>
    public static string Reference(string algorithm) => _references.GetOrAdd(algorithm, static name => new Lazy<string>(() =>
    {
        using var folder = new TemporaryFolder();
        return Runs.Execute(Of(name), folder.Path, resume: false, transport: null, CancellationToken.None).Summary!.ModelSha256;
    })).Value;
}
