using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Microsoft.Extensions.Logging.Abstractions;

namespace Federated.Bench;

/// <summary>A run of FedAvg in memory; keeps the models of some rounds.</summary>
internal sealed class FedAvgRun : IRoundObserver<float>
{
    private readonly int[] _kept;

    private FedAvgRun(int[] kept) => _kept = kept;

    /// <summary>Global models after the rounds asked for.</summary>
    public Dictionary<int, float[]> Models { get; } = [];

    /// <summary>Test accuracy after the last round.</summary>
    public double Accuracy { get; private set; }

    public static FedAvgRun Of(Experiment experiment, IFederatedTask<float> task, params int[] kept)
    {
        var run = new FedAvgRun(kept);
        var algorithm = new FedAvg<float>(new FedAvgOptions());
        var initial = task.InitialPoint();
        using var pool = new WorkerPool<ClientWorker<float>>(
            2, () => new ClientWorker<float>(task, algorithm.Vectors, experiment.Local, initial));
        var clients = new LocalClients<float>(task, algorithm, pool, new ClientStateStore<float>([], initial.Length));
        var ports = new EnginePorts<float>
        {
            Evaluator = new PooledEvaluator<float>(task, pool),
            Observer = run,
            Log = NullLogger.Instance,
            Time = TimeProvider.System,
        };
        new ParameterServerEngine<float>(experiment, task, algorithm, clients, ports).Run(CancellationToken.None);
        return run;
    }

    public void Started(int round, ReadOnlySpan<float> x)
    {
        if (_kept.Contains(round))
        {
            Models[round] = x.ToArray();
        }
    }

    public void ClientFinished(int round, int finished, int cohort)
    {
    }

    public void RoundFinished(RoundMetrics metrics, ReadOnlySpan<float> x)
    {
        Accuracy = metrics.TestAccuracy ?? Accuracy;
        if (_kept.Contains(metrics.Round))
        {
            Models[metrics.Round] = x.ToArray();
        }
    }
}
