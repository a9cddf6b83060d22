using Federated.Learning.Experiments;
using Federated.Learning.Rounds;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// The rounds of the shared-seed family: every machine proposes its bytes, the round is sealed in the log, and the sealed round is applied, from the
/// same record that every other copy of the weights applies.
/// </summary>
public sealed class SharedSeedEngine : RoundEngine<float>, IDisposable
{
    /// <summary>Rounds from one comparison of weights to the next.</summary>
    private const int HashEvery = 64;

    private readonly WorkerPool<ClientWorker<float>> _pool;
    private readonly SharedSeedMachine _machine;
    private readonly string _logPath;
    private readonly LogHeader _header;
    private readonly float[] _theta;
    private readonly int _machines;
    private Replica? _replica;
    private SealedLog? _log;
    private ulong? _agreed;

    /// <summary>Prepares a run at round 0.</summary>
    /// <param name="experiment">what to run</param>
    /// <param name="task">what is learned; its clients are the machines</param>
    /// <param name="options">eps, samples, rounding</param>
    /// <param name="pool">workers; not owned</param>
    /// <param name="logPath">where sealed rounds go</param>
    /// <param name="ports">the rest of the world outside</param>
    /// <exception cref="InputException">There are more machines than ids.</exception>
    public SharedSeedEngine(
        Experiment experiment,
        IFederatedTask<float> task,
        OneByteOptions options,
        WorkerPool<ClientWorker<float>> pool,
        string logPath,
        EnginePorts<float> ports)
        : base(experiment, ports)
    {
        if (task.Clients > ushort.MaxValue)
        {
            throw new InputException($"partition.clients: {task.Clients} machines are not accepted; expected at most {ushort.MaxValue}");
        }

        if ((long)task.Clients * options.Samples > SignTables.MostSamples)
        {
            throw new InputException(
                $"algorithm.samples: {options.Samples} from each of {task.Clients} machines are not accepted; expected at most {SignTables.MostSamples} in a round");
        }

        (_pool, _logPath, _machines) = (pool, logPath, task.Clients);
        _machine = new SharedSeedMachine(experiment.Seed, options);
        _theta = new float[task.Layout.Dimension];
        task.Initialise(_theta);
        _header = new LogHeader(experiment.Seed, task.Layout.Hash, _theta.Length, ZerothOrder.WeightHash.Of(_theta));
        State = new SharedSeedState(_theta);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<float> Model => _theta;

    /// <inheritdoc/>
    protected override INamedVectors<float> State { get; }

    /// <inheritdoc/>
    public void Dispose() => _log?.Dispose();

    /// <inheritdoc/>
    protected override void Restored()
    {
        _replica = new Replica(Experiment.Seed, _theta, Round, _pool.Workers);
        _log = Round == 0 && !File.Exists(_logPath) ? SealedLog.Create(_logPath, _header) : SealedLog.Open(_logPath, _header, Round);
        _agreed = Round % HashEvery == 0 ? _replica.Hash() : null;
    }

    /// <inheritdoc/>
    protected override RoundMetrics RunRound(int round, CancellationToken cancellation)
    {
        var clock = World.Time;
        var started = clock.GetTimestamp();
        var rate = LearningRate(round);
        var proposals = Propose(round, cancellation);
        var codes = proposals.SelectMany(proposal => proposal.Codes).ToArray();
        var absent = codes.Count(code => code == GradientByte.Absent);
        if (absent == codes.Length)
        {
            throw new RunFailedException(
                $"round {round}: no machine had a finite loss on both sides; a smaller local.learning_rate or algorithm.epsilon would keep it finite");
        }

        Seal(round, rate, proposals, codes.Length - absent);
        var evaluationBegan = clock.GetTimestamp();
        var (test, train) = Evaluate(round, _theta);
        var evaluation = clock.GetElapsedTime(evaluationBegan);
        var seconds = clock.GetElapsedTime(started);
        return new SharedSeedRoundMetrics
        {
            Round = round,
            TrainLoss = proposals.Where(proposal => double.IsFinite(proposal.MeanLoss)).Average(proposal => proposal.MeanLoss),
            TestLoss = test?.MeanLoss,
            TestAccuracy = test?.Accuracy,
            TrainSetLoss = train?.MeanLoss,
            TrainSetAccuracy = train?.Accuracy,
            Seconds = seconds.TotalSeconds,
            SecondsTrain = (seconds - evaluation).TotalSeconds,
            SecondsEval = evaluation.TotalSeconds,
            BytesUp = codes.Length,
            BytesDown = 0,
            Clients = _machines,
            Rejected = 0,
            Steps = codes.Length,
            LearningRate = rate,
            BytesPayload = _log!.PayloadBytes,
            GradientRms = Math.Sqrt(proposals.Sum(proposal => proposal.SquaredGradients) / (codes.Length - absent)),
            Absent = absent,
            Saturated = codes.Count(code => (code & 0x7F) == 0x7F),
            WeightHash = _agreed is { } hash ? $"{hash:x16}" : null,
        };
    }

    private Proposal[] Propose(int round, CancellationToken cancellation)
    {
        var proposals = new Proposal[_machines];
        var finished = 0;
        _pool.ForEach(_machines, static _ => { }, (worker, machine) =>
        {
            cancellation.ThrowIfCancellationRequested();
            proposals[machine] = _machine.Propose(worker.Objective, (ushort)machine, round - 1, _theta);
            World.Observer.ClientFinished(round, Interlocked.Increment(ref finished), _machines);
        });
        return proposals;
    }

    private void Seal(int round, double rate, Proposal[] proposals, int valid)
    {
        var sealedRound = new SealedRound
        {
            Round = round - 1,
            Alpha = SealedRound.StepSize(rate, valid),
            Decay = (float)(1.0 - (rate * Experiment.Local.WeightDecay)),
            Machines = [.. proposals.Select((proposal, machine) => new SealedBytes((ushort)machine, proposal.Codes))],
            AgreedHash = _agreed,
        };
        _log!.Append(sealedRound);
        _replica!.Offer(sealedRound);
        _agreed = IsDue(round, HashEvery) ? _replica.Hash() : null;
    }
}
