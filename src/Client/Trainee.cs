using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Native;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;
using Federated.Learning.ZerothOrder;
using Federated.Protocol;

namespace Federated.Client;

/// <summary>
/// What a node computes with: the experiment's task, one training slot a thread, and in shared-seed runs one copy of the weights. Results of the
/// last rounds are remembered, on disk too if there is a folder: work that was lost on its way is not done twice.
/// </summary>
internal sealed class Trainee : IDisposable
{
    private const int Remembered = 2;

    private readonly SampleTask _task;
    private readonly ThreadLocal<TrainingSlot> _slots;
    private readonly ConcurrentDictionary<WorkKey, Result> _results = new();
    private readonly ReaderWriterLockSlim _weights = new();
    private readonly LogHeader? _header;
    private readonly ResultShelf? _shelf;
    private readonly int? _own;
    private Replica? _replica;

    /// <param name="welcome">experiment, model, and what samples have to be</param>
    /// <param name="options">where data sets are, and samples of the node's own</param>
    /// <param name="state">where finished work is kept; null: only in memory</param>
    /// <exception cref="InputException">The data or the model are not those of the coordinator.</exception>
    public Trainee(JoinReply welcome, NodeOptions options, NodeState? state)
    {
        NativeRuntime.Configure();
        Text = welcome.Experiment;
        Experiment = ExperimentFile.Parse(welcome.Experiment, "the coordinator's experiment", []);
        var own = options.Own is { } folder ? OwnData.Read(folder, welcome) : null;
        _own = own?.Client;
        _task = own?.Load(Experiment) ?? ExperimentRun.Load(Experiment, options.DataLocations);
        if (_task.Identity != welcome.Model)
        {
            _task.Dispose();
            throw new InputException($"the model made here is {_task.Identity[..16]}, the coordinator's {welcome.Model[..Math.Min(16, welcome.Model.Length)]}; expected the same: data, model files and versions must be alike");
        }

        _slots = new ThreadLocal<TrainingSlot>(() => new TrainingSlot(Experiment, _task), trackAllValues: true);
        KeptFloats = ((Experiment.Algorithm as ServerAlgorithmOptions)?.Create<float>().Vectors.ClientState.Length ?? 0) * _task.Layout.Dimension;
        if (Experiment.Algorithm is SharedSeedOptions)
        {
            _header = SealedRun.Header(Experiment, _task);
            _replica = Genesis();
        }
        else
        {
            // A byte per sample is sooner computed again than kept.
            _shelf = state?.Shelf(Convert.ToHexStringLower(Framing.Hash(Encoding.UTF8.GetBytes($"{Text}\n{welcome.Model}\n{own?.Digest}")).Span));
        }
    }

    /// <summary>The experiment as it came.</summary>
    public string Text { get; }

    /// <summary>What runs.</summary>
    public Experiment Experiment { get; }

    /// <summary>What is learned.</summary>
    public SampleTask Task => _task;

    /// <summary>Recognises who has which samples.</summary>
    public string Split => PartitionHash.Of(_task.Partition);

    /// <summary>Floats that a client keeps.</summary>
    public int KeptFloats { get; }

    /// <summary>The first round of the log that this node's weights do not have.</summary>
    public long NextSeal => Look(replica => replica.Next);

    /// <summary>What came of a task before.</summary>
    public Result? Remember(WorkKey key) => _results.GetValueOrDefault(key) ?? _shelf?.Find(key);

    /// <summary>The coordinator has what came of a task.</summary>
    public void Acknowledge(WorkKey key) => _shelf?.Remove(key);

    /// <summary>Trains a client; on a thread of this node's own.</summary>
    public Result Train(ProtocolTask task, IReadOnlyList<float[]> down, float[] state, CancellationToken cancellation)
    {
        RequireSamples(task.Client);
        var slot = _slots.Value!;
        var round = new RoundTask<float>(task.Round, [task.Client], task.LearningRate, down);
        var update = slot.Train(round, task.Client, state, cancellation);
        var bytes = new byte[(update.Vectors.Length + state.Length) * sizeof(float)];
        var up = update.Vectors.Length * sizeof(float);
        MemoryMarshal.AsBytes(update.Vectors.Span).CopyTo(bytes);
        MemoryMarshal.AsBytes(state.AsSpan()).CopyTo(bytes.AsSpan(up));
        return Keep(task, new Result(
            new SubmitHeader
            {
                MeanLoss = update.MeanLoss,
                Steps = update.Steps,
                NominalSteps = update.NominalSteps,
                Finite = update.IsFinite,
                Up = up,
                Kept = bytes.Length - up,
                Sha256 = Framing.Hash(bytes),
            },
            bytes));
    }

    /// <summary>Evaluates a machine with the weights before the task's round, which do not change meanwhile.</summary>
    /// <returns>null if the weights are those before another round</returns>
    public Result? Propose(ProtocolTask task)
    {
        RequireSamples(task.Client);
        var round = new RoundStart(task.Round - 1, [(ushort)task.Client], task.Coefficients);
        if (Look(replica => replica.Next == round.Round ? _slots.Value!.Propose(round, (ushort)task.Client, replica) : null) is not { } proposal)
        {
            return null;
        }

        return Keep(task, new Result(
            new SubmitHeader
            {
                MeanLoss = proposal.MeanLoss,
                SquaredGradients = proposal.SquaredGradients,
                Finite = true,
                Up = proposal.Codes.Length,
                Sha256 = Framing.Hash(proposal.Codes),
            },
            proposal.Codes));
    }

    /// <summary>Applies sealed rounds, once no machine is under evaluation.</summary>
    public void Apply(IEnumerable<SealedRound> rounds) => Change(replica =>
    {
        replica.Offer(rounds);
        return replica;
    });

    /// <summary>Forgets the weights: they are rebuilt from the first round on.</summary>
    public void Forget() => Change(_ => Genesis());

    /// <summary>Hash of the weights.</summary>
    public ulong Hash() => Look(replica => replica.Hash());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots.Values)
        {
            slot.Dispose();
        }

        _slots.Dispose();
        _weights.Dispose();
        _task.Dispose();
    }

    private void RequireSamples(int client)
    {
        if (_own is { } own && own != client)
        {
            throw new InputException($"the coordinator asks for client {client}; expected {own}, whose samples lie with this node");
        }
    }

    private Result Keep(ProtocolTask task, Result result)
    {
        var done = WorkKey.Of(task);
        _results[done] = result;
        _shelf?.Put(done, result);
        foreach (var old in _results.Keys.Where(key => key.Round <= task.Round - Remembered).ToArray())
        {
            _results.TryRemove(old, out _);
        }

        return result;
    }

    /// <summary>Looks at the weights, which do not change meanwhile.</summary>
    private TValue Look<TValue>(Func<Replica, TValue> look)
    {
        _weights.EnterReadLock();
        try
        {
            return look(_replica!);
        }
        finally
        {
            _weights.ExitReadLock();
        }
    }

    private void Change(Func<Replica, Replica> change)
    {
        _weights.EnterWriteLock();
        try
        {
            _replica = change(_replica!);
        }
        finally
        {
            _weights.ExitWriteLock();
        }
    }

    private Replica Genesis() => new(_header!, _task.InitialPoint());
}
