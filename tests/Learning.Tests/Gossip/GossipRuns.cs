using System.Numerics;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;
using Federated.Learning.Tests.Rounds;

namespace Federated.Learning.Tests.Gossip;

/// <summary>Runs through the gossip engine, and the four-node quadratic that algorithms are checked on.</summary>
internal static class GossipRuns
{
    /// <summary>f_i(x) = (x - c_i)'A_i(x - c_i) / 2, so b = A c; the minimiser of the mean is (0, 0).</summary>
    public static readonly QuadraticOptions FourNodes = new()
    {
        Start = [0.5, 0.25],
        Clients = [Client(1, 2, 1, 0), Client(2, 1, 0, 1), Client(1, 1, -1, 0), Client(3, 1, 0, -1)],
    };

    /// <summary>eta = 0.1 0.998^t, K = 2, nothing else.</summary>
    public static readonly LocalOptions Local = new()
    {
        Steps = 2,
        LearningRate = 0.1,
        LearningRateDecay = 0.998,
        WeightDecay = 0.0,
        ClipNorm = double.PositiveInfinity,
    };

    /// <summary>Every algorithm, different enough from the others.</summary>
    public static readonly GossipAlgorithmOptions[] Algorithms =
    [
        new DFedAvgOptions(),
        new DFedAvgMOptions(),
        new QuantisedDFedAvgMOptions(),
        new DFedSamOptions { Rho = 0.05 },
        new DFedSamMgsOptions { Rho = 0.05 },
        new DPsgdOptions(),
        new DPsgdOptions { Form = DPsgdForm.AdaptThenCombine },
        new ChocoSgdOptions { TopK = 0.25 },
    ];

    public static QuadraticClient Client(double a, double b, double c, double d) =>
        new() { A = [[a, 0], [0, b]], B = [a * c, b * d] };

    /// <summary>Any task and experiment.</summary>
    public static GossipTrajectory<T> Run<T>(
        IFederatedTask<T> task,
        Experiment experiment,
        int workers = 1,
        ICheckpoints<T>? checkpoints = null,
        GossipTrajectory<T>? trajectory = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        trajectory ??= new GossipTrajectory<T>();
        trajectory.State = new StateProbe<T>(checkpoints);
        var algorithm = ((GossipAlgorithmOptions)experiment.Algorithm).Create<T>(experiment.Seed);
        var initial = new T[task.Layout.Dimension];
        task.Initialise(initial);
        using var pool = new WorkerPool<ClientWorker<T>>(
            workers, () => new ClientWorker<T>(task, algorithm.Vectors, experiment.Local, initial));
        var world = new EnginePorts<T>
        {
            Evaluator = new PooledEvaluator<T>(task, pool),
            Observer = trajectory,
            Checkpoints = trajectory.State,
            Log = trajectory.Log,
            Time = TimeProvider.System,
        };
        var graph = new RoundGraph(experiment, task.Clients);
        trajectory.Engine = new GossipEngine<T>(
            experiment, task, algorithm, graph, new LocalNodes<T>(task, algorithm, graph, pool), new NodeJudge<T>(task, pool), world);
        trajectory.Outcome = trajectory.Engine.Run(cancellation);
        return trajectory;
    }

    /// <summary>The quadratic task in float64; the four-node one unless another is given.</summary>
    public static GossipTrajectory<double> Quadratic(
        GossipAlgorithmOptions algorithm,
        int rounds,
        TopologyOptions? topology = null,
        QuadraticOptions? quadratic = null,
        LocalOptions? local = null,
        int workers = 1)
    {
        var experiment = new Experiment
        {
            Task = TaskKind.Quadratic,
            Quadratic = quadratic ?? FourNodes,
            Algorithm = algorithm,
            Topology = topology ?? new RingTopologyOptions(),
            Local = local ?? Local,
            Rounds = rounds,
        };
        return Run(new QuadraticTask(experiment.Quadratic, experiment.Local.BatchSize), experiment, workers);
    }

    /// <summary>Nodes that do not learn, from given models: only gossip is left.</summary>
    public static GossipTrajectory<T> Still<T>(
        GossipAlgorithmOptions algorithm, TopologyOptions topology, T[][] models, int rounds = 1, FailureOptions? failures = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var experiment = new Experiment { Algorithm = algorithm, Topology = topology, Failures = failures, Local = Local, Rounds = rounds };
        return Run(new StillTask<T>(models.Length, models[0].Length), experiment, checkpoints: new ImposedModels<T>(models));
    }
}
