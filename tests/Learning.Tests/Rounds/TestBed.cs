using System.Collections.Concurrent;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Tests;

namespace Federated.Learning.Tests.Rounds;

/// <summary>An engine on local clients, without data and networks.</summary>
internal sealed class TestBed : IDisposable, IRoundObserver<float>
{
    private readonly DiagonalTask _task;
    private readonly FederatedAlgorithm<float> _rules;
    private readonly WorkerPool<ClientWorker<float>> _pool;
    private readonly string? _folder;

    public TestBed(DiagonalTask task, ServerAlgorithmOptions algorithm, int workers = 2, string? folder = null, long budget = long.MaxValue)
    {
        _task = task;
        _folder = folder;
        _rules = algorithm.Create<float>();
        var initial = new float[task.Layout.Dimension];
        task.Initialise(initial);
        Experiment = new Experiment { Algorithm = algorithm, Local = new LocalOptions { Epochs = 3 } };
        _pool = new(workers, () => new ClientWorker<float>(task, _rules.Vectors, Experiment.Local, initial));
        States = new ClientStateStore<float>(
            _rules.Vectors.ClientState, initial.Length, folder is null ? null : Path.Combine(folder, "clients"), budget);
        Port = new LocalClients<float>(task, _rules, _pool, States);
    }

    /// <summary>Clients per round; 0: all.</summary>
    public int Cohort { get; init; }

    /// <summary>Imposed cohorts; null: drawn.</summary>
    public int[][]? Cohorts { get; init; }

    /// <summary>What the engine is told; local options are fixed when the bed is made.</summary>
    public Experiment Experiment { get; set; }

    public ClientStateStore<float> States { get; }

    public IClientPort<float> Port { get; }

    public ParameterServerEngine<float> Engine { get; private set; } = null!;

    /// <summary>What the server keeps.</summary>
    public StateProbe<float> Server { get; private set; } = null!;

    public ListLogger Log { get; } = new();

    public List<RoundMetrics> Metrics { get; } = [];

    public List<float[]> Points { get; } = [];

    /// <summary>(round, finished, cohort) as reported.</summary>
    public ConcurrentBag<(int Round, int Finished, int Cohort)> Finished { get; } = [];

    public RunOutcome Run(int rounds, CancellationToken cancellation = default)
    {
        Experiment = Experiment with
        {
            Rounds = rounds,
            Cohort = Cohorts is null
                ? new FixedCohortOptions { Count = Cohort == 0 ? _task.Clients : Cohort }
                : new ExplicitCohortOptions { Rounds = Cohorts },
        };
        Server = new StateProbe<float>(
            _folder is null ? null : new CheckpointFolder<float>(_folder, "experiment", resume: true, Log));
        Engine = new ParameterServerEngine<float>(Experiment, _task, _rules, Port, new EnginePorts<float>
        {
            Evaluator = new PooledEvaluator<float>(_task, _pool),
            Observer = this,
            Checkpoints = Server,
            Log = Log,
            Time = TimeProvider.System,
        });
        return Engine.Run(cancellation);
    }

    /// <summary>All that a client keeps.</summary>
    public float[] State(int client)
    {
        var values = new float[_rules.Vectors.ClientState.Length * _task.Layout.Dimension];
        States.Load(client, values);
        return values;
    }

    public void Started(int round, ReadOnlySpan<float> x) => Points.Add(x.ToArray());

    public void ClientFinished(int round, int finished, int cohort) => Finished.Add((round, finished, cohort));

    public void RoundFinished(RoundMetrics metrics, ReadOnlySpan<float> x)
    {
        Metrics.Add(metrics);
        Points.Add(x.ToArray());
    }

    public void Dispose() => _pool.Dispose();
}
