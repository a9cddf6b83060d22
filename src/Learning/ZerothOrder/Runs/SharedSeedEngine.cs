using Federated.Learning.Experiments;
using Federated.Learning.Rounds;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// The rounds of the shared-seed family: every machine proposes, the round is sealed in the log, and every copy of the weights changes by the
/// sealed record and nothing else. The engine keeps a copy of its own: the model that is judged.
/// </summary>
public sealed class SharedSeedEngine : RoundEngine<float>, IDisposable
{
    private readonly SharedSeedOptions _options;
    private readonly SealedScheme _scheme;
    private readonly SealedHistory _history;
    private readonly IMachinePort _machines;
    private readonly Roster _roster;
    private readonly float[] _theta;
    private readonly int _most;
    private readonly int _threads;
    private Replica _replica;
    private SealedLog? _log;
    private Agreement? _agreement;

    /// <summary>Prepares a run at round 0.</summary>
    /// <param name="experiment">what to run</param>
    /// <param name="machines">number of machines that ever take part</param>
    /// <param name="history">genesis and log</param>
    /// <param name="port">the machines</param>
    /// <param name="ports">the rest of the world outside</param>
    /// <param name="threads">threads of an update</param>
    /// <exception cref="InputException">There are more machines than ids, or steps are too small.</exception>
    public SharedSeedEngine(
        Experiment experiment, int machines, SealedHistory history, IMachinePort port, EnginePorts<float> ports, int threads = 1)
        : base(experiment, ports)
    {
        SharedSeedValidator.Require(experiment, machines);
        _options = (SharedSeedOptions)experiment.Algorithm;
        _scheme = history.Header.Scheme;
        (_history, _machines, _most, _threads) = (history, port, machines, threads);
        _roster = new Roster(experiment.Membership ?? new MembershipOptions(), machines);
        _replica = history.Rebuild(0, threads);
        _theta = _replica.Weights;
        State = new SharedSeedState(_theta);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<float> Model => _theta;

    /// <inheritdoc/>
    protected override INamedVectors<float> State { get; }

    /// <summary>The learning rate of a round.</summary>
    /// <param name="experiment">rate and decay</param>
    /// <param name="options">schedule and warm-up</param>
    /// <param name="round">1-based</param>
    internal static double LearningRate(Experiment experiment, SharedSeedOptions options, int round)
    {
        var passed = (round - 1.0) / experiment.Rounds;
        var factor = options.Schedule switch
        {
            RateSchedule.Linear => 1.0 - passed,
            RateSchedule.Cosine => 0.5 * (1.0 + Math.Cos(Math.PI * passed)),
            _ => Math.Pow(experiment.Local.LearningRateDecay, round - 1),
        };
        return experiment.Local.LearningRate * factor * Math.Min(1.0, round / (options.Warmup + 1.0));
    }

    /// <inheritdoc/>
    public void Dispose() => _log?.Dispose();

    /// <inheritdoc/>
    protected override void Restored()
    {
        var path = _history.LogPath;
        _log = Round == 0 && !File.Exists(path) ? SealedLog.Create(path, _history.Header) : SealedLog.Open(path, _history.Header, Round);
        _replica = _replica.HasState ? _history.Rebuild(Round, _threads).Into(_theta) : new Replica(_history.Header, _theta, Round, _threads);
        _history.Agree(_replica);
        _agreement = Round % _options.CheckEvery == 0 ? new Agreement(_replica.Hash(), 0, 0) : null;
        _machines.Start(_roster.Members(Round + 1));
    }

    /// <inheritdoc/>
    protected override RoundMetrics RunRound(int round, CancellationToken cancellation)
    {
        var clock = World.Time;
        var started = clock.GetTimestamp();
        var start = new RoundStart(round - 1, _roster.Present(round), _options.Coefficients(round));
        var rate = LearningRate(Experiment, _options, round);
        var proposals = start.Machines.Count > 0 ? _machines.Propose(start, cancellation) : [];
        var sealedRound = Seal(round, rate, start, proposals);
        var valid = _scheme.ValidSamples(sealedRound);
        if (valid == 0 && proposals.Count > 0)
        {
            throw new RunFailedException(
                $"round {round}: no machine had a finite loss on both sides; a smaller local.learning_rate or algorithm.epsilon would keep it finite");
        }

        Apply(sealedRound);
        _agreement = IsDue(round, _options.CheckEvery) ? Compare() : null;
        var evaluationBegan = clock.GetTimestamp();
        var (test, train) = Evaluate(round, _theta);
        var evaluation = clock.GetElapsedTime(evaluationBegan);
        var seconds = clock.GetElapsedTime(started);
        var losses = proposals.Select(proposal => proposal.MeanLoss).Where(double.IsFinite).DefaultIfEmpty(double.NaN);
        return new SharedSeedRoundMetrics
        {
            Round = round,
            TrainLoss = losses.Average(),
            TestLoss = test?.MeanLoss,
            TestAccuracy = test?.Accuracy,
            TrainSetLoss = train?.MeanLoss,
            TrainSetAccuracy = train?.Accuracy,
            Seconds = seconds.TotalSeconds,
            SecondsTrain = (seconds - evaluation).TotalSeconds,
            SecondsEval = evaluation.TotalSeconds,
            BytesUp = (_scheme.PayloadBits(sealedRound) + 7) / 8,
            BytesDown = 0,
            Clients = proposals.Count,
            Rejected = 0,
            Steps = (long)proposals.Count * _scheme.Samples,
            LearningRate = rate,
            BytesPayload = _log!.PayloadBytes,
            GradientRms = Math.Sqrt(proposals.Sum(proposal => proposal.SquaredGradients) / Math.Max(1, valid)),
            Machines = sealedRound.Machines.Count,
            Absent = (sealedRound.Machines.Count * _scheme.Samples) - valid,
            Saturated = proposals.Sum(proposal => Enumerable.Range(0, _scheme.Samples).Count(sample => _scheme.Codec.IsSaturated(proposal.Codes, sample))),
            WeightHash = _agreement is { } agreed ? $"{agreed.Hash:x16}" : null,
            Agreeing = _agreement?.Agreeing,
            Recovered = _agreement?.Recovered,
        };
    }

    private SealedRound Seal(int round, double rate, RoundStart start, IReadOnlyList<Proposal> proposals)
    {
        var sent = proposals.ToDictionary(proposal => proposal.Machine, proposal => proposal.Codes);
        var draft = new SealedRound
        {
            Round = start.Round,
            Alpha = 0.0f,
            Decay = (float)(1.0 - (rate * Experiment.Local.WeightDecay)),
            Machines = [.. _roster.Members(round).Select(machine => new SealedBytes(machine, sent.GetValueOrDefault(machine, [])))],
            Joining = _roster.Joining(round),
            Leaving = _roster.Leaving(round),
            AgreedHash = _agreement?.Hash,
            Coefficients = start.Coefficients,
        };

        // An accumulated sum is scaled as a whole, so its rounds have one step size, whoever was there.
        var divisor = _scheme.Update == UpdateForm.Accumulated ? _most * _scheme.Samples : _scheme.Divisor(draft);
        return draft with { Alpha = SealedRound.StepSize(rate, divisor, _scheme.Codec.ScaleBits) };
    }

    /// <summary>The round is on disk before any copy changes.</summary>
    private void Apply(SealedRound round)
    {
        _log!.Append(round);
        _replica.Offer(round);
        _machines.Apply(round);
        foreach (var machine in round.Leaving)
        {
            _machines.Leave(machine);
        }

        foreach (var machine in round.Joining)
        {
            RequireAgreement(machine, _machines.Rebuild(machine), _replica.Hash());
        }
    }

    /// <summary>Compares all copies; those of a minority are rebuilt from the last agreement.</summary>
    private Agreement Compare()
    {
        var own = _replica.Hash();
        var hashes = _machines.Hashes();
        var agreed = Agreement.Majority(hashes.Values, own);
        var wrong = hashes.Where(machine => machine.Value != agreed).Select(machine => machine.Key).ToArray();
        if (own != agreed)
        {
            _replica = _history.Rebuild(_log!.Rounds, _threads).Into(_theta);
            RequireAgreement(null, _replica.Hash(), agreed);
        }

        foreach (var machine in wrong)
        {
            RoundLog.MachineDrifted(World.Log, Round + 1, machine, $"{hashes[machine]:x16}", $"{agreed:x16}");
            RequireAgreement(machine, _machines.Rebuild(machine), agreed);
        }

        _history.Agree(_replica);
        return new Agreement(agreed, hashes.Count - wrong.Length, wrong.Length);
    }

    private void RequireAgreement(ushort? machine, ulong found, ulong agreed)
    {
        if (found != agreed)
        {
            var who = machine is null ? "the engine" : $"machine {machine}";
            throw new RunFailedException(
                $"round {Round + 1}: {who} has weights with hash {found:x16} after it replayed the log, the others {agreed:x16}; they do not compute alike");
        }
    }
}
