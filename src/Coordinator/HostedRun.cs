using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Federated.Coordinator.Admission;
using Federated.Coordinator.Hosts;
using Federated.Coordinator.Operators;
using Federated.Coordinator.Telemetry;
using Federated.Coordinator.Uploads;
using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;
using Federated.Learning.ZerothOrder;
using Federated.Protocol;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using static Federated.Coordinator.Refusal;

namespace Federated.Coordinator;

/// <summary>A run whose clients are nodes: what the engine calls on one side, and the services on the other.</summary>
internal sealed partial class HostedRun : IRunTransport, IRunProgress, IDisposable
{
    /// <summary>How often it is looked whether all nodes have heard that the run is over.</summary>
    private static readonly TimeSpan _glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Nobody has to be told that the end takes less than this.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<Subject> _subject = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private string _error = "";
    private Journal? _journal;

    /// <param name="options">tokens, lease, limits</param>
    /// <param name="time">clock</param>
    /// <param name="log">log of the coordinator</param>
    public HostedRun(CoordinatorOptions options, TimeProvider time, ILogger log)
    {
        (Options, _time, _log) = (options, time, log);
        Door = new Doorkeeper(options, time);
        Meter = new CoordinatorMeter(() => Board!.Sessions.Count(session => session.Events is not null));
        News = new BoardNews(log, Meter);
        Board = new TaskBoard(options.Lease, new Attendance(options.Linger, time), new DeviceOwners(), options.Beginning, time, News);
    }

    /// <inheritdoc/>
    public string Name => "gRPC";

    /// <summary>Tokens, lease, limits.</summary>
    public CoordinatorOptions Options { get; }

    /// <summary>Who may come in.</summary>
    public Doorkeeper Door { get; }

    /// <summary>Which tokens are spent; null: tokens are not used up, or the run has not begun.</summary>
    public EnrolmentLedger? Ledger { get; private set; }

    /// <summary>Counts.</summary>
    public CoordinatorMeter Meter { get; }

    /// <summary>Hears what happens.</summary>
    public BoardNews News { get; }

    /// <summary>Who works on what.</summary>
    public TaskBoard Board { get; }

    /// <summary>What nodes may fetch.</summary>
    public VectorStore Store { get; } = new();

    /// <summary>Where deliveries arrive; there is work only when it is set.</summary>
    public UploadRoom? Uploads { get; private set; }

    /// <summary>What the run is about, once its data are loaded.</summary>
    public Task<Subject> Subject => _subject.Task;

    /// <summary>The machines of a shared-seed run; null of others.</summary>
    public RemoteMachines? Log { get; private set; }

    /// <summary>The nodes of a gossip run; null of others.</summary>
    public RemoteNodes? Gossip { get; private set; }

    /// <summary>What operators show and see; null before the run has begun.</summary>
    public OperatorDesk? Desk { get; private set; }

    /// <summary>When the run is over and nodes go home.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>When an operator wants the run to end.</summary>
    public CancellationToken StopRequested => _stop.Token;

    /// <inheritdoc/>
    public bool HasOwnSamples(int client) => Board.Owners.Owns(client);

    /// <inheritdoc/>
    public IClientPort<float> Clients(RunContext run, ExchangedVectors vectors, ClientStateStore<float> states)
    {
        Open(
            run,
            new VectorNames { Down = { vectors.Down }, Up = { vectors.Up }, Kept = { vectors.ClientState } },
            (vectors.Up.Length + vectors.ClientState.Length) * run.Task.Layout.Dimension);
        return new RemoteClients(Board, _journal!, Uploads!, Store, vectors, run, states);
    }

    /// <inheritdoc/>
    public IMachinePort Machines(RunContext run, SealedHistory history)
    {
        Log = new RemoteMachines(Board, history, history.Header.Scheme.Samples, Options.Lease, run.Experiment.Stragglers);
        Open(run, new VectorNames(), history.Header.Scheme.Samples);
        return Log;
    }

    /// <inheritdoc/>
    public INodePort<float> Nodes(RunContext run, GossipAlgorithm<float> algorithm, RoundGraph graph, NodeJudge<float> judge)
    {
        Gossip = new RemoteNodes(Board, Store, run, algorithm, graph, judge, Options.Hosts, _time, _log);
        Open(run, new VectorNames { Kept = { HostedNodes.Kept(algorithm) } }, floats: 0);
        return Gossip;
    }

    /// <summary>A call of a node begins: it keeps the session alive, and counts until it is disposed of.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED: there is no such session; RESOURCE_EXHAUSTED: it has too many calls open.</exception>
    public SessionCall Enter(string id)
    {
        var session = Board.Find(id) ?? throw Refused(StatusCode.Unauthenticated, "the session is over or never was; join again");
        var most = (2 * session.Slots) + Options.Limits.CallsBesideSlots;
        return SessionCall.Begin(session, most)
            ?? throw Refused(StatusCode.ResourceExhausted, $"the node has {most} calls open; expected fewer at the same time");
    }

    /// <summary>What a node is told, until the run is over or it is gone.</summary>
    public async IAsyncEnumerable<Event> Follow(ChannelReader<Event> events, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _over.Token);
        while (await Next(events, either.Token))
        {
            while (events.TryRead(out var news))
            {
                yield return news;
            }
        }

        if (_over.IsCancellationRequested)
        {
            yield return new Event { Finished = new Finished { Error = _error } };
        }
    }

    /// <summary>Tells all nodes that the run is over; also those that were lost shortly before, when they come back for it.</summary>
    /// <param name="error">what went wrong; empty: nothing</param>
    public async Task FinishAsync(string error)
    {
        _error = error;
        _subject.TrySetException(new RunFailedException(error));
        await _over.CancelAsync();
        var over = _time.GetTimestamp();
        var told = false;
        while (Board.Awaited() is { Length: > 0 } awaited && _time.GetElapsedTime(over) <= Options.Linger)
        {
            if (!told && _time.GetElapsedTime(over) > _patience)
            {
                BoardLog.Lingering(_log, awaited);
                told = true;
            }

            await Task.Delay(_glance, CancellationToken.None);
        }
    }

    /// <summary>An operator wants nodes to be given work.</summary>
    public void Begin()
    {
        BeginAsked(_log);
        Board.Release();
    }

    /// <summary>An operator wants the run to end: the last complete round is saved.</summary>
    public void RequestStop()
    {
        StopAsked(_log);
        _ = _stop.CancelAsync();
    }

    /// <inheritdoc/>
    public void Started(RunStart start) => Desk!.Feed.Begin(start);

    /// <inheritdoc/>
    public void ClientFinished(int round, int finished, int cohort)
    {
    }

    /// <inheritdoc/>
    public void RoundFinished(RoundMetrics metrics)
    {
        Meter.Round(metrics);
        Desk!.Feed.Add(metrics);
    }

    /// <inheritdoc/>
    public void Ended(RunResult result)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Dispose();
        _stop.Dispose();
        Meter.Dispose();
        _journal?.Dispose();
        Ledger?.Dispose();
    }

    private static async Task<bool> Next(ChannelReader<Event> events, CancellationToken cancellation)
    {
        try
        {
            return await events.WaitToReadAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(EventId = 207, Level = LogLevel.Information, Message = "An operator lets the run begin")]
    private static partial void BeginAsked(ILogger log);

    [LoggerMessage(EventId = 205, Level = LogLevel.Information, Message = "An operator stops the run")]
    private static partial void StopAsked(ILogger log);

    [LoggerMessage(EventId = 206, Level = LogLevel.Information, Message = "The operator's token is in {Path}")]
    private static partial void TokenWritten(ILogger log, string path);

    /// <param name="run">what runs</param>
    /// <param name="vectors">what goes down, up, and is kept</param>
    /// <param name="floats">of the longest submission</param>
    private void Open(RunContext run, VectorNames vectors, int floats)
    {
        if (Options.Devices.FirstOrDefault(client => client >= run.Task.Clients, -1) is var stranger and >= 0)
        {
            throw new InputException($"--devices: {stranger} is no client of the experiment, which has {run.Task.Clients}; expected numbers from 0 to {run.Task.Clients - 1}");
        }

        if (Options.Devices.Count > 0 && OwnClients.Samples(run.Task) is null)
        {
            throw new InputException("--devices: the experiment's samples are not arrays of numbers; expected 'task: classification'");
        }

        _journal = new Journal(Path.Combine(run.Folder, "journal.db"));
        Ledger = Options.Enrolment is null ? null : new EnrolmentLedger(Path.Combine(run.Folder, "enrolment.db"));
        Uploads = UploadRoom.For(run.Folder, floats, _time);
        Board.Remember(_journal, Uploads);
        Board.Owners.Reserve(Options.Devices);
        Desk = new OperatorDesk(OperatorToken.Make(run.Folder), new RoundFeed(Path.Combine(run.Folder, RunDirectory.MetricsName)));
        var path = OperatorToken.PathIn(run.Folder);
        TokenWritten(_log, path);
        using var text = new StringWriter();
        ExperimentFile.Write(run.Experiment, text);
        var partition = run.Task is SampleTask task ? PartitionHash.Of(task.Partition) : "";
        _subject.TrySetResult(new Subject(
            text.ToString(), run.Task.Identity, run.Task.Layout.Dimension, partition, vectors, run.Task.Clients, OwnClients.Samples(run.Task)));
    }
}
