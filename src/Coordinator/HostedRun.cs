using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Federated.Coordinator.Hosts;
using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
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

/// <summary>A run whose clients are nodes: what the engine calls on one side, and the service on the other.</summary>
/// <param name="options">token, lease, whom to wait for</param>
/// <param name="time">clock</param>
/// <param name="log">log of the coordinator</param>
internal sealed partial class HostedRun(CoordinatorOptions options, TimeProvider time, ILogger log) : IRunTransport, IDisposable
{
    /// <summary>How often it is looked whether all nodes have heard that the run is over.</summary>
    private static readonly TimeSpan _glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Nobody has to be told that the end takes less than this.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<Subject> _subject = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private string _error = "";
    private Journal? _journal;

    /// <inheritdoc/>
    public string Name => "gRPC";

    /// <summary>Token, lease.</summary>
    public CoordinatorOptions Options => options;

    /// <summary>Who works on what.</summary>
    public TaskBoard Board { get; } = new(options.Lease, new Attendance(options.Linger, time), new DeviceOwners(), time, log);

    /// <summary>What nodes may fetch.</summary>
    public VectorStore Store { get; } = new();

    /// <summary>What the run is about, once its data are loaded.</summary>
    public Task<Subject> Subject => _subject.Task;

    /// <summary>The machines of a shared-seed run; null of others.</summary>
    public RemoteMachines? Log { get; private set; }

    /// <summary>The nodes of a gossip run; null of others.</summary>
    public RemoteNodes? Gossip { get; private set; }

    /// <inheritdoc/>
    public IClientPort<float> Clients(RunContext run, ExchangedVectors vectors, ClientStateStore<float> states)
    {
        Open(run);
        return new RemoteClients(Board, _journal!, Store, vectors, run, states);
    }

    /// <inheritdoc/>
    public IMachinePort Machines(RunContext run, SealedHistory history)
    {
        Log = new RemoteMachines(Board, history, history.Header.Scheme.Samples, options.Lease, run.Experiment.Stragglers);
        Open(run);
        return Log;
    }

    /// <inheritdoc/>
    public INodePort<float> Nodes(RunContext run, GossipAlgorithm<float> algorithm, RoundGraph graph, NodeJudge<float> judge)
    {
        Gossip = new RemoteNodes(Board, Store, run, algorithm, graph, judge, options.Hosts, time, log);
        Open(run);
        return Gossip;
    }

    /// <summary>The node of a session that is alive.</summary>
    /// <exception cref="RpcException">There is none.</exception>
    public Session Require(string session) =>
        Board.Find(session) ?? throw Refused(StatusCode.Unauthenticated, "the session is over or never was; join again");

    /// <summary>A node was let in.</summary>
    public void Joined(Session session) => NodeJoined(log, session.Name, session.Slots);

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
        var over = time.GetTimestamp();
        var told = false;
        while (Board.Awaited() is { Length: > 0 } awaited && time.GetElapsedTime(over) <= options.Linger)
        {
            if (!told && time.GetElapsedTime(over) > _patience)
            {
                BoardLog.Lingering(log, awaited);
                told = true;
            }

            await Task.Delay(_glance, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Dispose();
        _journal?.Dispose();
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

    [LoggerMessage(EventId = 200, Level = LogLevel.Information, Message = "Node {Name} joined with {Slots} slots")]
    private static partial void NodeJoined(ILogger log, string name, int slots);

    private void Open(RunContext run)
    {
        if (options.Devices.FirstOrDefault(client => client >= run.Task.Clients, -1) is var stranger and >= 0)
        {
            throw new InputException($"--devices: {stranger} is no client of the experiment, which has {run.Task.Clients}; expected numbers from 0 to {run.Task.Clients - 1}");
        }

        if (options.Devices.Count > 0 && Samples(run.Task) is null)
        {
            throw new InputException("--devices: the experiment's samples are not arrays of numbers; expected 'task: classification'");
        }

        _journal = new Journal(Path.Combine(run.Folder, "journal.db"));
        Board.Remember(_journal);
        Board.Owners.Reserve(options.Devices);
        using var text = new StringWriter();
        ExperimentFile.Write(run.Experiment, text);
        _subject.TrySetResult(new Subject(text.ToString(), run.Task.Identity, run.Task.Layout.Dimension, run.Task.Clients, Samples(run.Task)));
    }

    private static SampleForm? Samples(IFederatedTask<float> task)
    {
        if (task is not ClassificationTask { Network.Input: var shape } images)
        {
            return null;
        }

        var form = new SampleForm { Channels = shape.Channels, Height = shape.Height, Width = shape.Width, Classes = images.Data.Train.Classes };
        if (images.Data.Train is ImageSet { Normalisation: { } normalisation })
        {
            form.Mean.AddRange(normalisation.Mean.ToArray());
            form.Std.AddRange(normalisation.Std.ToArray());
        }

        return form;
    }
}
