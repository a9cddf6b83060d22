using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Federated.Coordinator.Uploads;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.ZerothOrder;
using Federated.Protocol;
using Microsoft.Extensions.Logging;

namespace Federated.Coordinator;

/// <summary>A run whose clients are nodes: what the engine calls on one side, and the service on the other.</summary>
/// <param name="options">token, lease</param>
/// <param name="time">clock</param>
/// <param name="log">log of the coordinator</param>
internal sealed partial class HostedRun(CoordinatorOptions options, TimeProvider time, ILogger log) : IRunTransport, IDisposable
{
    private readonly TaskCompletionSource<Subject> _subject = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private string _error = "";
    private Journal? _journal;

    /// <inheritdoc/>
    public string Name => "gRPC";

    /// <summary>Token, lease.</summary>
    public CoordinatorOptions Options => options;

    /// <summary>Who works on what.</summary>
    public TaskBoard Board { get; } = new(options.Lease, time);

    /// <summary>What nodes may fetch.</summary>
    public VectorStore Store { get; } = new();

    /// <summary>Where deliveries arrive; there is work only when it is set.</summary>
    public UploadRoom? Uploads { get; private set; }

    /// <summary>What the run is about, once its data are loaded.</summary>
    public Task<Subject> Subject => _subject.Task;

    /// <summary>The machines of a shared-seed run; null of others.</summary>
    public RemoteMachines? Log { get; private set; }

    /// <inheritdoc/>
    public IClientPort<float> Clients(RunContext run, ExchangedVectors vectors, ClientStateStore<float> states)
    {
        Open(run, (vectors.Up.Length + vectors.ClientState.Length) * run.Task.Layout.Dimension);
        return new RemoteClients(Board, _journal!, Uploads!, Store, vectors, run.Task.Layout.Dimension, states, run.Experiment.Stragglers);
    }

    /// <inheritdoc/>
    public IMachinePort Machines(RunContext run, SealedHistory history)
    {
        Log = new RemoteMachines(Board, history, history.Header.Scheme.Samples, options.Lease, run.Experiment.Stragglers);
        Open(run, history.Header.Scheme.Samples);
        return Log;
    }

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

    /// <summary>Tells all nodes that the run is over.</summary>
    /// <param name="error">what went wrong; empty: nothing</param>
    public async Task FinishAsync(string error)
    {
        _error = error;
        await _over.CancelAsync();
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

    private void Open(RunContext run, int floats)
    {
        _journal = new Journal(Path.Combine(run.Folder, "journal.db"));
        Uploads = UploadRoom.For(run.Folder, floats, time);
        Board.Remember(_journal, Uploads);
        using var text = new StringWriter();
        ExperimentFile.Write(run.Experiment, text);
        _subject.TrySetResult(new Subject(text.ToString(), run.Task.Identity, run.Task.Layout.Dimension));
    }
}
