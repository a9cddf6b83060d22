using System.Collections.Concurrent;
using System.Net;
using Federated.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Federated.Equivalence.Tests;

/// <summary>Stands between the nodes of other processes and a coordinator, writes down their calls, and can hold their submissions up.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly GrpcChannel _channel;
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _passing = int.MaxValue;

    private Relay(WebApplication application, GrpcChannel channel) => (_application, _channel) = (application, channel);

    public Uri Address => new(_application.Urls.First());

    /// <summary>A submission is held up.</summary>
    public System.Threading.Tasks.Task Held => _held.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public IReadOnlyList<string> Calls => [.. _calls];

    public int CallsBeforeRelease { get; private set; }

    public static async Task<Relay> StartAsync(Uri coordinator)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 2 * Framing.LargestChunk);
        Relay? relay = null;
        builder.Services.AddSingleton(_ => relay!);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        relay = new Relay(builder.Build(), GrpcChannel.ForAddress(coordinator, new GrpcChannelOptions { MaxReceiveMessageSize = 2 * Framing.LargestChunk }));
        relay._application.MapGrpcService<Service>();
        await relay._application.StartAsync();
        return relay;
    }

    /// <summary>Lets some more submissions through, and holds up those after them.</summary>
    public void Hold(int passing) => Volatile.Write(ref _passing, passing);

    /// <summary>Lets all submissions through that begin from now on.</summary>
    public void Release()
    {
        CallsBeforeRelease = _calls.Count;
        Volatile.Write(ref _passing, int.MaxValue);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _channel.Dispose();
    }

    private sealed class Service(Relay relay) : Device.DeviceBase
    {
        private readonly Device.DeviceClient _next = new(relay._channel);

        public override Task<JoinReply> Join(JoinRequest request, ServerCallContext context) =>
            Pass("Join", () => _next.JoinAsync(request, cancellationToken: context.CancellationToken).ResponseAsync);

        public override Task<HeartbeatReply> Heartbeat(HeartbeatRequest request, ServerCallContext context) =>
            Pass("Heartbeat", () => _next.HeartbeatAsync(request, cancellationToken: context.CancellationToken).ResponseAsync);

        public override Task<LeaveReply> Leave(LeaveRequest request, ServerCallContext context) =>
            Pass("Leave", () => _next.LeaveAsync(request, cancellationToken: context.CancellationToken).ResponseAsync);

        public override async System.Threading.Tasks.Task Tasks(TasksRequest request, IServerStreamWriter<Event> responseStream, ServerCallContext context)
        {
            relay._calls.Enqueue("Tasks");
            using var call = _next.Tasks(request, cancellationToken: context.CancellationToken);
            await Copy(call.ResponseStream, responseStream, context);
        }

        public override async System.Threading.Tasks.Task Fetch(FetchRequest request, IServerStreamWriter<Chunk> responseStream, ServerCallContext context)
        {
            relay._calls.Enqueue("Fetch");
            using var call = _next.Fetch(request, cancellationToken: context.CancellationToken);
            await Copy(call.ResponseStream, responseStream, context);
        }

        public override async Task<SubmitReply> Submit(IAsyncStreamReader<SubmitRequest> requestStream, ServerCallContext context)
        {
            relay._calls.Enqueue("Submit");
            if (Interlocked.Decrement(ref relay._passing) < 0)
            {
                relay._held.TrySetResult();
                await System.Threading.Tasks.Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
            }

            using var call = _next.Submit(cancellationToken: context.CancellationToken);
            await foreach (var part in requestStream.ReadAllAsync(context.CancellationToken))
            {
                await call.RequestStream.WriteAsync(part);
            }

            await call.RequestStream.CompleteAsync();
            return await call.ResponseAsync;
        }

        private Task<T> Pass<T>(string name, Func<Task<T>> call)
        {
            relay._calls.Enqueue(name);
            return call();
        }

        private static async System.Threading.Tasks.Task Copy<T>(IAsyncStreamReader<T> from, IServerStreamWriter<T> to, ServerCallContext context)
        {
            await foreach (var message in from.ReadAllAsync(context.CancellationToken))
            {
                await to.WriteAsync(message, context.CancellationToken);
            }
        }
    }
}
