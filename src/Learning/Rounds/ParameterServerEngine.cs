using System.Numerics;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Privacy;

namespace Federated.Learning.Rounds;

/// <summary>
/// The rounds of the parameter-server family: draw a cohort, let it train, apply the server rule, evaluate. Knows its clients
/// only through a port.
/// </summary>
public sealed class ParameterServerEngine<T> : RoundEngine<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FederatedAlgorithm<T> _algorithm;
    private readonly IClientPort<T> _port;
    private readonly ICohortSampler _cohorts;
    private readonly CohortSum<T> _sum;
    private readonly int _clients;
    private readonly ServerState<T> _state;
    private readonly T[][] _down;
    private readonly PrivacyAccountant? _accountant;

    /// <summary>Prepares a run at round 0.</summary>
    /// <param name="experiment">what to run</param>
    /// <param name="task">what is learned</param>
    /// <param name="algorithm">client rule and server rule</param>
    /// <param name="clients">who can train</param>
    /// <param name="ports">the rest of the world outside</param>
    /// <exception cref="InputException">The cohort does not fit the number of clients.</exception>
    public ParameterServerEngine(
        Experiment experiment, IFederatedTask<T> task, FederatedAlgorithm<T> algorithm, IClientPort<T> clients, EnginePorts<T> ports)
        : base(experiment, ports)
    {
        _algorithm = algorithm;
        _port = clients;
        _clients = task.Clients;
        ExperimentValidator.RequireClients(experiment, task.Clients);
        _cohorts = CohortSamplers.Create(experiment.Cohort, task.Clients, experiment.Seed);
        var dimension = task.Layout.Dimension;
        _sum = new CohortSum<T>(algorithm.Vectors.Up, dimension);
        _state = new ServerState<T>(dimension, algorithm.Vectors.ServerState);
        _down = [.. algorithm.Vectors.Down.Select(name => _state[name])];
        task.Initialise(_state.X);
        _accountant = PrivacyAccountant.Of(experiment, task.Clients, task.SampleCount, _cohorts.Sample, algorithm.Vectors.Up.Length);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Model => _state.X;

    /// <inheritdoc/>
    protected override INamedVectors<T> State => _state;

    /// <inheritdoc/>
    protected override IClientStates ClientStates => _port;

    /// <inheritdoc/>
    protected override RoundMetrics RunRound(int round, CancellationToken cancellation)
    {
        var clock = World.Time;
        var started = clock.GetTimestamp();
        var rate = LearningRate(round);
        var cohort = _cohorts.Sample(round);
        Train(new RoundTask<T>(round, cohort, rate, _down), cancellation);
        _algorithm.Aggregate(new ServerRound<T>(_state, _sum, _clients, rate));
        _port.Commit(round);
        var trained = clock.GetTimestamp();
        var spent = _accountant?.After(round);
        var (test, train) = Evaluate(round, _state.X);
        var evaluated = clock.GetTimestamp();
        return new RoundMetrics
        {
            Round = round,
            TrainLoss = _sum.MeanLoss,
            TestLoss = test?.MeanLoss,
            TestAccuracy = test?.Accuracy,
            TrainSetLoss = train?.MeanLoss,
            TrainSetAccuracy = train?.Accuracy,
            Seconds = clock.GetElapsedTime(started, evaluated).TotalSeconds,
            SecondsTrain = clock.GetElapsedTime(started, trained).TotalSeconds,
            SecondsEval = clock.GetElapsedTime(trained, evaluated).TotalSeconds,
            BytesUp = Payload(cohort.Length, _algorithm.Vectors.Up.Length),
            BytesDown = Payload(cohort.Length, _algorithm.Vectors.Down.Length),
            Clients = _sum.Accepted,
            Rejected = _sum.Rejected.Count,
            Dropped = Experiment.Stragglers is null ? null : _sum.Dropped.Count,
            Steps = _sum.Steps,
            LearningRate = rate,
            Epsilon = spent?.Models,
            EpsilonCoordinator = spent?.Coordinator,
        };
    }

    private void Train(RoundTask<T> task, CancellationToken cancellation)
    {
        _sum.Reset();
        var cohort = task.Cohort.Count;
        var sink = new CountingSink<T>(_sum, finished => World.Observer.ClientFinished(task.Round, finished, cohort));
        _port.Train(task, sink, cancellation);
        foreach (var client in _sum.Rejected)
        {
            RoundLog.UpdateNotFinite(World.Log, task.Round, client);
        }

        foreach (var client in _sum.Dropped)
        {
            RoundLog.ClientDropped(World.Log, task.Round, client);
        }

        if (_sum.Accepted == 0)
        {
            throw new RunFailedException(
                $"round {task.Round}: every update of the {cohort} clients was NaN or infinite; "
                + "a smaller local.learning_rate or local.clip_norm would keep them finite");
        }
    }

    private unsafe long Payload(int clients, int vectors) => (long)clients * vectors * _state.X.Length * sizeof(T);
}
