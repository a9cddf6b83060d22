using System.Runtime.ExceptionServices;
using Federated.Client.Peers;
using Federated.Learning.ZerothOrder;
using Federated.Protocol;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Federated.Client;

/// <summary>One stay of a node with its coordinator: from joining until the run is over or the connection breaks.</summary>
/// <param name="client">the coordinator</param>
/// <param name="sealedLog">its log, in shared-seed runs</param>
/// <param name="welcome">what it said when the node joined</param>
/// <param name="trainee">what the node computes with</param>
/// <param name="vectors">what came down already</param>
/// <param name="threads">where it computes</param>
/// <param name="host">what it does for a gossip run; null: the run is none</param>
/// <param name="log">log of the node</param>
internal sealed class NodeSession(
    Device.DeviceClient client,
    Log.LogClient sealedLog,
    JoinReply welcome,
    Trainee trainee,
    VectorCache vectors,
    WorkerThreads threads,
    GossipHost? host,
    ILogger log) : IDisposable
{
    private const int Attempts = 3;

    private readonly WeightsFollower _weights = new(sealedLog, welcome.Session, trainee, threads);
    private readonly RunningWork _work = new();
    private readonly CancellationTokenSource _end = new();
    private Exception? _failure;

    /// <summary>Works until the run is over.</summary>
    /// <param name="stop">what was begun is finished, and nothing else begun</param>
    /// <param name="cancellation">cancelled after <paramref name="stop"/>, when that takes too long</param>
    /// <returns>null if the coordinator ended the stream without saying so</returns>
    /// <exception cref="RpcException">The connection broke, or the coordinator does not know the session any more.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<Finished?> RunAsync(CancellationToken stop, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        using var stopping = stop.Register(() => Start(() => Drain(either.Token)));
        var beating = Beat(either.Token);
        try
        {
            await (host?.Announce(either.Token) ?? Task.CompletedTask);
            using var call = client.Tasks(new TasksRequest { Session = welcome.Session }, cancellationToken: either.Token);
            await foreach (var news in call.ResponseStream.ReadAllAsync(either.Token))
            {
                switch (news.KindCase)
                {
                    case Event.KindOneofCase.Task:
                        Start(() => Work(news.Task, either.Token));
                        break;
                    case Event.KindOneofCase.Compare:
                        Start(() => _weights.Compare(news.Compare, either.Token));
                        break;
                    case Event.KindOneofCase.Withdrawn when _work.Withdraw(news.Withdrawn.Lease):
                        NodeLog.Withdrawn(log);
                        break;
                    case Event.KindOneofCase.Assignment:
                        Start(host!.Assign(news.Assignment, either.Token));
                        break;
                    case Event.KindOneofCase.Finished:
                        return news.Finished;
                }
            }

            return null;
        }
        catch (Exception error) when (stop.IsCancellationRequested && error is RpcException or OperationCanceledException)
        {
            throw new OperationCanceledException(stop);
        }
        catch (Exception error) when (_failure is not null && error is RpcException or OperationCanceledException)
        {
            ExceptionDispatchInfo.Throw(_failure);
            throw;
        }
        finally
        {
            await _end.CancelAsync();
            await beating;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Dispose();
        _weights.Dispose();
    }

    /// <summary>What goes wrong with one piece of work ends the stay: the node joins again.</summary>
    private void Start(Func<Task> work) => _ = Task.Run(async () =>
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // The stay is over.
        }
#pragma warning disable CA1031 // It is rethrown by the loop that reads the stream.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failure ??= error;
            try
            {
                _end.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The stay was over already.
            }
        }
    });

    private async Task Beat(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(welcome.LeaseSeconds) / 3, cancellation);
                await client.HeartbeatAsync(new HeartbeatRequest { Session = welcome.Session }, cancellationToken: cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The stay is over.
        }
        catch (RpcException)
        {
            // The stream of tasks says the same.
        }
    }

    /// <summary>Finishes what was begun; the rest is handed back, and then the session.</summary>
    private async Task Drain(CancellationToken cancellation)
    {
        var kept = _work.Close();
        NodeLog.Draining(log, kept.Length);
        var leave = new LeaveRequest { Session = welcome.Session };
        leave.Keep.AddRange(kept);
        await client.LeaveAsync(leave, cancellationToken: cancellation);
        await _work.Idle.WaitAsync(cancellation);
        leave.Keep.Clear();
        await client.LeaveAsync(leave, cancellationToken: cancellation);
        await _end.CancelAsync();
    }

    private Task Work(ProtocolTask task, CancellationToken cancellation) => _work.Do(
        task.Lease,
        async (lease, begin) =>
        {
            using var scope = NodeLog.Task(log, task.Round, task.Client);
            using var span = NodeTraces.Begin(task);
            var key = WorkKey.Of(task);
            var result = trainee.Remember(key);
            if (result is null)
            {
                result = await Compute(task, begin, cancellation, lease);
            }
            else
            {
                begin();
                NodeLog.DoneBefore(log, task.Round, task.Client);
            }

            await Submit(task.Lease, result, lease);
            trainee.Acknowledge(key);
            NodeLog.Done(log, task.Round, task.Client);
        },
        cancellation);

    /// <param name="task">what to do</param>
    /// <param name="begin">is called when a thread is at it</param>
    /// <param name="session">ends what other tasks wait for too</param>
    /// <param name="cancellation">ends this task</param>
    private async Task<Result> Compute(ProtocolTask task, Action begin, CancellationToken session, CancellationToken cancellation)
    {
        if (trainee.Experiment.Algorithm is SharedSeedOptions)
        {
            while (true)
            {
                await _weights.CatchUp(task.Round - 1, cancellation);
                if (await threads.Run(() => Begun(begin, () => trainee.Propose(task))) is { } result)
                {
                    return result;
                }
            }
        }

        var dimension = (int)welcome.Dimension;
        var down = await Task.WhenAll(task.Down.Select(hash => vectors.Get(client, welcome.Session, hash, dimension, session))).WaitAsync(cancellation);
        var kept = trainee.KeptFloats;
        var state = task.State.IsEmpty ? new float[kept] : await VectorCache.Fetch(client, welcome.Session, task.State, kept, cancellation);
        return await threads.Run(() => Begun(begin, () => trainee.Train(task, down, state, cancellation)));
    }

    private static T Begun<T>(Action begin, Func<T> compute)
    {
        begin();
        return compute();
    }

    /// <summary>Sends a result; when its way breaks, again from what has arrived.</summary>
    private async Task Submit(long lease, Result result, CancellationToken cancellation)
    {
        var header = result.Header.Clone();
        (header.Session, header.Lease) = (welcome.Session, lease);
        for (var (attempt, offset) = (1, 0L); ; attempt++)
        {
            try
            {
                await Send(header, result.Bytes, offset, cancellation);
                return;
            }
            catch (RpcException error) when (attempt < Attempts && IsPassing(error) && !cancellation.IsCancellationRequested)
            {
                var arrived = await client.ResumeAsync(new ResumeRequest { Session = welcome.Session, Lease = lease }, cancellationToken: cancellation);
                offset = arrived.Offset;
            }
        }
    }

    private async Task Send(SubmitHeader header, byte[] bytes, long offset, CancellationToken cancellation)
    {
        using var call = client.Submit(cancellationToken: cancellation);
        var chunks = Framing.Chunks(bytes, offset).Select(chunk => new SubmitRequest { Chunk = chunk });
        await AnsweredStream.Send(call, chunks.Prepend(new SubmitRequest { Header = header }), cancellation);
    }

    private static bool IsPassing(RpcException error) =>
        error.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.DataLoss or StatusCode.OutOfRange;
}
