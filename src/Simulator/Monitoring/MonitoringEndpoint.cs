using System.Net;
using Federated.Learning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Federated.Simulator.Monitoring;

/// <summary>What watches a coordinator asks over HTTP/1.1: <c>/metrics</c>, <c>/health/live</c>, <c>/health/ready</c>.</summary>
internal sealed class MonitoringEndpoint : IAsyncDisposable
{
    private readonly WebApplication _application;

    private MonitoringEndpoint(WebApplication application) => _application = application;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_application.Urls.First());

    /// <summary>The address that a user asks for with --metrics; null: none.</summary>
    /// <exception cref="InputException">not such an address</exception>
    public static Uri? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == "http" && IPAddress.TryParse(address.Host, out _)
            ? address
            : throw new InputException($"--metrics: {text} is not accepted; expected http://, an address and a port, for example http://127.0.0.1:9464");
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="address">where</param>
    /// <param name="isReady">whether there is work for nodes</param>
    /// <param name="figures">what a Prometheus is shown</param>
    public static async Task<MonitoringEndpoint> StartAsync(Uri address, Func<bool> isReady, MeterProvider figures)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(address.Host), address.Port, listen => listen.Protocols = HttpProtocols.Http1));
        var application = builder.Build();
        application.UseOpenTelemetryPrometheusScrapingEndpoint(figures, predicate: null, path: "/metrics", configureBranchedPipeline: null, optionsName: null);
        application.MapGet("/health/live", () => "live");
        application.MapGet("/health/ready", () => isReady() ? Results.Text("ready") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));
        await application.StartAsync();
        return new MonitoringEndpoint(application);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
