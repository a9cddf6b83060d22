using System.Net;
using Federated.Coordinator.Operators;
using Federated.Learning.Runs;
using Federated.Protocol.Certificates;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Federated.Coordinator;

/// <summary>Listens for nodes and lets a run reach them.</summary>
public sealed partial class CoordinatorHost : IAsyncDisposable
{
    private const int LongestHeaders = 8 << 10;
    private const int MostHeaders = 50;

    private readonly WebApplication _application;
    private readonly HostedRun _run;
    private readonly ITimer _expiry;

    private CoordinatorHost(WebApplication application, HostedRun run, TimeProvider time)
    {
        (_application, _run) = (application, run);
        _expiry = time.CreateTimer(_ => run.Board.Expire(), null, run.Options.Lease / 4, run.Options.Lease / 4);
    }

    /// <summary>Reaches the nodes.</summary>
    public IRunTransport Transport => _run;

    /// <summary>Is to hear how the run goes on, for operators and figures.</summary>
    public IRunProgress Progress => _run;

    /// <summary>When an operator wants the run to end.</summary>
    public CancellationToken StopRequested => _run.StopRequested;

    /// <summary>Whether there is work for nodes: rounds have begun, and the run is not over.</summary>
    public bool IsReady => _run.Desk?.Feed.Start is not null && !_run.Over.IsCancellationRequested;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_application.Urls.First());

    /// <summary>Starts to listen.</summary>
    /// <param name="options">where, who may join, how patient</param>
    /// <param name="time">clock</param>
    /// <param name="log">log of the coordinator</param>
    public static async Task<CoordinatorHost> StartAsync(CoordinatorOptions options, TimeProvider time, ILoggerFactory log)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(new HostedRun(options, time, log.CreateLogger("coordinator")));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 2 * Protocol.Framing.LargestChunk);
        builder.Services.RemoveAll(typeof(IServiceMethodProvider<>));
        builder.Services.AddSingleton(typeof(IServiceMethodProvider<>), typeof(StrictMethods<>));
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddGrpcHealthChecks().AddCheck("coordinator", static () => HealthCheckResult.Healthy());
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlocks>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Limit(kestrel.Limits, options.Limits);
            kestrel.Listen(IPAddress.Parse(options.Listen.Host), options.Listen.Port, listen => Secure(listen, options, time, log.CreateLogger("coordinator")));
        });
        var application = builder.Build();
        application.MapGrpcService<DeviceService>();
        application.MapGrpcService<Hosts.GossipService>();
        application.MapGrpcService<LogService>();
        application.MapGrpcService<OperatorService>();
        application.MapGrpcHealthChecksService();
        await application.StartAsync();
        return new CoordinatorHost(application, application.Services.GetRequiredService<HostedRun>(), time);
    }

    /// <summary>Tells the nodes, and stops to listen.</summary>
    /// <param name="end">whether nodes go home</param>
    /// <param name="error">what went wrong; empty: nothing</param>
    public async Task FinishAsync(CoordinatorEnd end, string error)
    {
        if (end == CoordinatorEnd.Done)
        {
            await _run.FinishAsync(error);
        }

        await _application.StopAsync(new CancellationToken(canceled: end == CoordinatorEnd.Interrupted));
    }

    /// <summary>Nobody needs long headers; whoever sends them slowly, or connects and does nothing, is cut off by the server's own limits.</summary>
    private static void Limit(KestrelServerLimits server, CoordinatorLimits limits)
    {
        server.MaxConcurrentConnections = limits.Connections;
        server.MaxRequestHeadersTotalSize = LongestHeaders;
        server.MaxRequestHeaderCount = MostHeaders;
        server.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }

    /// <summary>With a certificate, TLS on both sides: a node without one of the same CA does not get as far as a call.</summary>
    private static void Secure(ListenOptions listen, CoordinatorOptions options, TimeProvider time, ILogger log)
    {
        listen.Protocols = HttpProtocols.Http2;
        if (options.Certificate is { } own)
        {
            var tls = TlsOptions.ForServer(own, time, reason => PeerRefused(log, reason));
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls) });
        }
    }

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "A connection was refused: {Reason}")]
    private static partial void PeerRefused(ILogger log, string reason);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _expiry.DisposeAsync();
        await _application.DisposeAsync();
        _run.Dispose();
    }
}
