using Federated.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace Federated.Client.Peers;

/// <summary>Keeps a link connected, from the side that dials.</summary>
internal sealed class Dialler : IDisposable
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(2);

    private readonly HostedEpoch _epoch;
    private readonly Link _link;
    private readonly Uri _address;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly GrpcChannel _channel;
    private readonly CancellationTokenSource _end;
    private readonly Task _running;

    /// <summary>Dials until it is disposed of or the epoch is over.</summary>
    public Dialler(HostedEpoch epoch, Link link, Uri address, PeerOptions options, TimeProvider time, ILogger log)
    {
        (_epoch, _link, _address, _time, _log) = (epoch, link, address, time, log);
        _channel = PeerChannel.Open(address, options);
        _end = CancellationTokenSource.CreateLinkedTokenSource(epoch.Ending);
        _running = Task.Run(() => Run(_end.Token));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _running.ContinueWith(
            _ =>
            {
                _channel.Dispose();
                _end.Dispose();
            },
            TaskScheduler.Default);
    }

    private async Task Run(CancellationToken cancellation)
    {
        var pause = new Backoff(_firstPause, _longestPause, _time);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Connect(pause.Reset, cancellation);
            }
            catch (Exception error) when (error is RpcException or IOException or InvalidOperationException && !cancellation.IsCancellationRequested)
            {
                NodeLog.PeerUnreachable(_log, _address, error is RpcException rpc ? rpc.Status.Detail : error.Message, pause.Next.TotalSeconds);
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                break;
            }

            await pause.Wait(cancellation)
                .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task Connect(Action connected, CancellationToken cancellation)
    {
        using var call = new Peer.PeerClient(_channel).Exchange(cancellationToken: cancellation);
        await call.RequestStream.WriteAsync(new LinkMessage { Hello = _link.Introduce(_epoch.Hello()) }, cancellation);
        if (!await call.ResponseStream.MoveNext(cancellation) || call.ResponseStream.Current.Hello is not { } hello || _epoch.Refusal(hello) is not null)
        {
            throw new InvalidOperationException("it did not answer as a host of this run");
        }

        connected();
        await LinkStream.Run(
            _link, hello, call.ResponseStream.ReadAllAsync(cancellation), message => call.RequestStream.WriteAsync(message, cancellation), cancellation);
    }
}
