using System.Net;
using System.Net.Sockets;
using Federated.Protocol;
using Federated.Protocol.Certificates;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Federated.Client.Peers;

/// <summary>Where other hosts reach this one, as long as the process lives; which run's nodes they find there changes.</summary>
internal sealed class PeerListener : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _application;
    private readonly Uri? _address;
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HostedEpoch? _epoch;

    private PeerListener(WebApplication application, Uri? address) => (_application, _address) = (application, address);

    /// <summary>What others are told.</summary>
    public Uri Address => _address ?? new Uri(_application.Urls.First());

    /// <summary>Starts to listen.</summary>
    /// <param name="options">where</param>
    /// <param name="coordinator">whom this host works for</param>
    /// <param name="time">clock</param>
    /// <param name="log">log of the node</param>
    public static async Task<PeerListener> StartAsync(PeerOptions options, Uri coordinator, TimeProvider time, ILogger log)
    {
        var (address, port) = options.Listen is { } listen ? (IPAddress.Parse(listen.Host), listen.Port) : (AddressTowards(coordinator), 0);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 2 * Framing.LargestChunk);
        builder.Services.AddHttpContextAccessor();
        PeerListener? self = null;
        builder.Services.AddSingleton(_ => self!);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address, port, endpoint => Secure(endpoint, options.Certificate, time, log)));
        var application = builder.Build();
        application.MapGrpcService<PeerService>();
        self = new PeerListener(application, options.Address);
        await application.StartAsync();
        return self;
    }

    /// <summary>From now on others find the nodes of this epoch.</summary>
    public void Publish(HostedEpoch epoch)
    {
        lock (_lock)
        {
            _epoch = epoch;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The nodes of an epoch; a caller may have heard of it before this host has.</summary>
    /// <exception cref="RpcException">It is over, or this host is not part of it.</exception>
    public async Task<HostedEpoch> Find(long number, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_epoch?.Number == number)
                {
                    return _epoch;
                }

                changed = _epoch?.Number > number ? Task.CompletedTask : _changed.Task;
            }

            if (changed.IsCompleted || !await Waited(changed, patience.Token))
            {
                throw new RpcException(new Status(StatusCode.NotFound, $"this host has no part in epoch {number}"));
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    private static async Task<bool> Waited(Task task, CancellationToken cancellation)
    {
        try
        {
            await task.WaitAsync(cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static void Secure(ListenOptions listen, NodeCertificate? own, TimeProvider time, ILogger log)
    {
        listen.Protocols = HttpProtocols.Http2;
        if (own is not null)
        {
            var tls = TlsOptions.ForServer(own, time, reason => NodeLog.PeerRefused(log, reason));
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls) });
        }
    }

    /// <summary>The address of this machine from which the coordinator is reached. Nothing is sent.</summary>
    private static IPAddress AddressTowards(Uri coordinator)
    {
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(coordinator.DnsSafeHost, coordinator.Port);
        var address = ((IPEndPoint)socket.LocalEndPoint!).Address;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
