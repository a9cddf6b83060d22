using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Gossip;
using Federated.Learning.Models;
using Federated.Learning.Privacy;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Experiments;

/// <summary>Everything that decides a bit of the result: the content of an experiment file.</summary>
public sealed record Experiment
{
    /// <summary>Short name of the run; part of the default output folder.</summary>
    public string Name { get; init; } = "experiment";

    /// <summary>Seed of every keyed stream.</summary>
    public ulong Seed { get; init; } = 20;

    /// <summary>Number of communication rounds.</summary>
    [Accepts("[1, 10000000]")]
    public int Rounds { get; init; } = 100;

    /// <summary>What is learned.</summary>
    public TaskKind Task { get; init; } = TaskKind.Classification;

    /// <summary>The quadratic task's functions; required by, and only accepted with, <c>task: quadratic</c>.</summary>
    public QuadraticOptions? Quadratic { get; init; }

    /// <summary>The data set.</summary>
    public DataOptions Data { get; init; } = new EmbeddedFashionMnistOptions();

    /// <summary>How the training set is split over clients.</summary>
    public PartitionOptions Partition { get; init; } = new DirichletPartitionOptions();

    /// <summary>The network.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>Client rule and server rule.</summary>
    public required AlgorithmOptions Algorithm { get; init; }

    /// <summary>
    /// The graph on which nodes exchange models; required by, and only accepted with, algorithms without a server. Every client of the
    /// partition is a node.
    /// </summary>
    public TopologyOptions? Topology { get; init; }

    /// <summary>What fails in a gossip round; only accepted with algorithms without a server.</summary>
    public FailureOptions? Failures { get; init; }

    /// <summary>Who is there when; only accepted with algorithms of the shared-seed family.</summary>
    public MembershipOptions? Membership { get; init; }

    /// <summary>What a client does in one round.</summary>
    public LocalOptions Local { get; init; } = new();

    /// <summary>Who takes part in a round.</summary>
    public CohortOptions Cohort { get; init; } = new FixedCohortOptions();

    /// <summary>Whom a round does not wait for; absent: it waits for everybody.</summary>
    public StragglerOptions? Stragglers { get; init; }

    /// <summary>What is done to an update before it leaves its client; absent: nothing.</summary>
    public PrivacyOptions? Privacy { get; init; }

    /// <summary>When and on what the global model is evaluated.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>When the run can be resumed from.</summary>
    public CheckpointOptions Checkpoint { get; init; } = new();

    /// <summary>What of the exchanged messages is written down, for audits; absent or <c>false</c>: nothing, <c>true</c>: all.</summary>
    public RecordOptions? Record { get; init; }

    /// <summary>Additional files.</summary>
    public OutputOptions Output { get; init; } = new();

    /// <summary>Number format of forward and backward passes; parameters and updates stay float32.</summary>
    public Precision Precision { get; init; } = Precision.Float32;
}
