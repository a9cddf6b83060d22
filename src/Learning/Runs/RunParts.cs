using System.Numerics;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Privacy;
using Federated.Learning.Recording;
using Federated.Learning.Rounds;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Runs;

/// <summary>The engine of an experiment's family, and the workers it runs on.</summary>
internal sealed class RunParts<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WorkerPool<ClientWorker<T>> _pool;

    private RunParts(RoundEngine<T> engine, WorkerPool<ClientWorker<T>> pool)
    {
        Engine = engine;
        _pool = pool;
    }

    /// <summary>The engine.</summary>
    public RoundEngine<T> Engine { get; }

    /// <summary>Puts an engine together.</summary>
    /// <exception cref="InputException">Cohort or topology do not fit the number of clients.</exception>
    public static RunParts<T> Create(Experiment experiment, IFederatedTask<T> task, RunSettings settings, IRoundObserver<T> observer)
    {
        var initial = task.InitialPoint();
        var server = (experiment.Algorithm as ServerAlgorithmOptions)?.Create<T>();
        var gossip = (experiment.Algorithm as GossipAlgorithmOptions)?.Create<T>(experiment.Seed);
        var vectors = server?.Vectors ?? gossip?.Vectors ?? new ExchangedVectors { Down = [], Up = [] };
        var pool = new WorkerPool<ClientWorker<T>>(
            settings.Workers, () => new ClientWorker<T>(task, vectors, experiment.Local, initial));
        try
        {
            var world = World(experiment, task, settings, observer, pool);
            var recording = experiment.Record is null ? null : new RunRecording<T>(experiment, task, vectors, settings);
            RoundEngine<T> engine = server is not null
                ? new ParameterServerEngine<T>(experiment, task, server, Clients(experiment, task, server, settings, pool, recording), world)
                : gossip is not null
                    ? Gossip(experiment, task, gossip, settings, pool, world, recording)
                    : SharedSeed(experiment, task, settings, pool, world, recording);
            return new RunParts<T>(engine, pool);
        }
        catch
        {
            pool.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (Engine as IDisposable)?.Dispose();
        _pool.Dispose();
    }

    private static GossipEngine<T> Gossip(
        Experiment experiment, IFederatedTask<T> task, GossipAlgorithm<T> algorithm, RunSettings settings, WorkerPool<ClientWorker<T>> pool, EnginePorts<T> world, RunRecording<T>? recording)
    {
        var graph = new RoundGraph(experiment, task.Clients);
        var judge = new NodeJudge<T>(task, pool);
        var nodes = settings.Transport is { } transport
            ? (INodePort<T>)transport.Nodes(Context(experiment, task, settings), (GossipAlgorithm<float>)(object)algorithm, graph, (NodeJudge<float>)(object)judge)
            : new LocalNodes<T>(task, algorithm, graph, pool, UpdateProtection<T>.Of(experiment, task));
        return new GossipEngine<T>(
            experiment, task, algorithm, graph, recording is null ? nodes : new RecordingNodes<T>(nodes, recording, new Mixer<T>(pool)), judge, world);
    }

    /// <summary>Only tasks in float32 get here.</summary>
    private static RoundEngine<T> SharedSeed(
        Experiment experiment,
        IFederatedTask<T> task,
        RunSettings settings,
        WorkerPool<ClientWorker<T>> pool,
        EnginePorts<T> world,
        RunRecording<T>? recording)
    {
        var options = (SharedSeedOptions)experiment.Algorithm;
        var history = SealedRun.History(experiment, (IFederatedTask<float>)task, settings.Directory.SealedLogPath);
        var machines = settings.Transport?.Machines(Context(experiment, task, settings), history) ?? new LocalMachines(
            options,
            experiment.Membership?.Faults ?? [],
            history,
            (WorkerPool<ClientWorker<float>>)(object)pool,
            world.Observer.ClientFinished);
        return (RoundEngine<T>)(object)new SharedSeedEngine(
            experiment, task.Clients, history, recording is null ? machines : new RecordingMachines(machines, (RunRecording<float>)(object)recording), (EnginePorts<float>)(object)world, settings.Workers);
    }

    private static RunContext Context(Experiment experiment, IFederatedTask<T> task, RunSettings settings) =>
        new(experiment, (IFederatedTask<float>)task, settings.Directory.Root);

    private static EnginePorts<T> World(
        Experiment experiment,
        IFederatedTask<T> task,
        RunSettings settings,
        IRoundObserver<T> observer,
        WorkerPool<ClientWorker<T>> pool) => new()
        {
            Evaluator = new PooledEvaluator<T>(task, pool),
            Observer = observer,
            Checkpoints = new CheckpointFolder<T>(
                settings.Directory.CheckpointPath, ExperimentHash.Of(experiment), settings.Resume, settings.Log),
            Log = settings.Log,
            Time = settings.Time,
        };

    private static IClientPort<T> Clients(
        Experiment experiment,
        IFederatedTask<T> task,
        FederatedAlgorithm<T> algorithm,
        RunSettings settings,
        WorkerPool<ClientWorker<T>> pool,
        RunRecording<T>? recording)
    {
        var states = new ClientStateStore<T>(
            algorithm.Vectors.ClientState,
            task.Layout.Dimension,
            settings.Directory.ClientStatesPath,
            (long)experiment.Checkpoint.ClientStateMemory << 20);
        var clients = settings.Transport is { } transport
            ? (IClientPort<T>)transport.Clients(Context(experiment, task, settings), algorithm.Vectors, (ClientStateStore<float>)(object)states)
            : new LocalClients<T>(task, algorithm, pool, states, UpdateProtection<T>.Of(experiment, task));
        return recording is null ? clients : new RecordingClients<T>(clients, recording);
    }
}
