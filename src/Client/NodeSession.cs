using System.Runtime.ExceptionServices;
using Federated.Learning.ZerothOrder;
using Federated.Protocol;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Federated.Client;

/// <summary>One stay of a node with its coordinator: from joining until the run is over or the connection breaks.</summary>
/// <param name="client">the coordinator</param>
/// <param name="welcome">what it said when the node joined</param>
/// <param name="trainee">what the node computes with</param>
/// <param name="threads">where it computes</param>
/// <param name="log">log of the node</param>
internal sealed class NodeSession(Device.DeviceClient client, JoinReply welcome, Trainee trainee, WorkerThreads threads, ILogger log) : IDisposable
{
    private const int Attempts = 3;

    private readonly VectorCache _vectors = new(capacity: 8);
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _catchingUp = new(1, 1);
    private Exception? _failure;

    /// <summary>Works until the run is over.</summary>
    /// <returns>null if the coordinator ended the stream without saying so</returns>
    /// <exception cref="RpcException">The connection broke, or the coordinator does not know the session any more.</exception>
    public async Task<Finished?> RunAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        var beating = Beat(either.Token);
        try
        {
            using var call = client.Tasks(new TasksRequest { Session = welcome.Session }, cancellationToken: either.Token);
            await foreach (var news in call.ResponseStream.ReadAllAsync(either.Token))
            {
                switch (news.KindCase)
                {
                    case Event.KindOneofCase.Task:
                        Start(() => Work(news.Task, either.Token));
                        break;
                    case Event.KindOneofCase.Compare:
                        Start(() => Compare(news.Compare, either.Token));
                        break;
                    case Event.KindOneofCase.Finished:
                        return news.Finished;
                }
            }

            return null;
        }
        catch (Exception error) when (cancellation.IsCancellationRequested && error is RpcException or OperationCanceledException)
        {
            throw new OperationCanceledException(cancellation);
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
        _catchingUp.Dispose();
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

    private async Task Work(ProtocolTask task, CancellationToken cancellation)
    {
        var result = trainee.Remember(WorkKey.Of(task)) ?? await Compute(task, cancellation);
        await Submit(task.Lease, result, cancellation);
        NodeLog.Done(log, task.Round, task.Client);
    }

    private async Task<Result> Compute(ProtocolTask task, CancellationToken cancellation)
    {
        if (trainee.Experiment.Algorithm is SharedSeedOptions)
        {
            while (true)
            {
                await CatchUp(task.Round - 1, cancellation);
                if (await threads.Run(() => trainee.Propose(task)) is { } result)
                {
                    return result;
                }
            }
        }

        var dimension = (int)welcome.Dimension;
        var down = await Task.WhenAll(task.Down.Select(hash => _vectors.Get(client, welcome.Session, hash, dimension, cancellation)));
        var kept = trainee.KeptFloats;
        var state = task.State.IsEmpty ? new float[kept] : await VectorCache.Fetch(client, welcome.Session, task.State, kept, cancellation);
        return await threads.Run(() => trainee.Train(task, down, state, cancellation));
    }

    private async Task CatchUp(long rounds, CancellationToken cancellation)
    {
        await _catchingUp.WaitAsync(cancellation);
        try
        {
            // A coordinator that went back to a checkpoint asks again for rounds that these weights have already.
            if (trainee.NextSeal > rounds)
            {
                trainee.Forget();
            }

            while (trainee.NextSeal < rounds)
            {
                using var call = client.Seals(new SealsRequest { Session = welcome.Session, From = trainee.NextSeal, Until = rounds }, cancellationToken: cancellation);
                var sealedRounds = new List<SealedRound>();
                await foreach (var seal in call.ResponseStream.ReadAllAsync(cancellation))
                {
                    sealedRounds.Add(SealedRoundCodec.Decode(seal.Round.Span));
                }

                await threads.Run(() =>
                {
                    trainee.Apply(sealedRounds);
                    return true;
                });
            }
        }
        finally
        {
            _catchingUp.Release();
        }
    }

    private async Task Compare(Compare compare, CancellationToken cancellation)
    {
        if (compare.Rebuild)
        {
            trainee.Forget();
        }

        await CatchUp(compare.Rounds, cancellation);
        var hash = await threads.Run(trainee.Hash);
        await client.ReportAsync(
            new ReportRequest { Session = welcome.Session, Rounds = compare.Rounds, Hash = hash }, cancellationToken: cancellation);
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

        // Whoever has answered need not read on: what is still to be sent is not waited for.
        await Task.WhenAny(Write(call.RequestStream, header, bytes, offset, cancellation), call.ResponseAsync);
        await call.ResponseAsync;
    }

    private static async Task Write(IClientStreamWriter<SubmitRequest> stream, SubmitHeader header, byte[] bytes, long offset, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(new SubmitRequest { Header = header }, cancellation);
            foreach (var chunk in Framing.Chunks(bytes, offset))
            {
                await stream.WriteAsync(new SubmitRequest { Chunk = chunk }, cancellation);
            }

            await stream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The coordinator has answered without reading on, or the connection broke: the answer says which.
        }
    }

    private static bool IsPassing(RpcException error) =>
        error.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.DataLoss or StatusCode.OutOfRange;
}
