using Federated.Client;
using Federated.Coordinator.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Federated.Simulator.Monitoring;

/// <summary>Where figures and traces of this process go: to a Prometheus that asks, and to a collector that the environment names.</summary>
internal sealed class Exporters : IDisposable
{
    /// <summary>Address of a collector, as OpenTelemetry calls it; its other variables count too.</summary>
    public const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Figures of .NET itself: memory, threads, connections.</summary>
    private static readonly string[] _runtime = ["System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

    private readonly TracerProvider? _traces;

    private Exporters(MeterProvider? figures, TracerProvider? traces) => (Figures, _traces) = (figures, traces);

    /// <summary>What a Prometheus is shown; null: nobody counts.</summary>
    public MeterProvider? Figures { get; }

    /// <summary>Begins to count and to trace, if there is somebody to tell.</summary>
    /// <param name="service">name of this kind of process</param>
    /// <param name="scraped">whether a Prometheus will ask</param>
    public static Exporters Open(string service, bool scraped)
    {
        var collected = Environment.GetEnvironmentVariable(Collector) is { Length: > 0 };
        var resource = ResourceBuilder.CreateDefault().AddService(service);
        return new Exporters(scraped || collected ? Count(resource, scraped, collected) : null, collected ? Trace(resource) : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Figures?.Dispose();
        _traces?.Dispose();
    }

    private static MeterProvider Count(ResourceBuilder resource, bool scraped, bool collected)
    {
        var figures = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter([CoordinatorMeter.Name, .. _runtime]);
        figures = scraped ? figures.AddPrometheusExporter() : figures;
        figures = collected ? figures.AddOtlpExporter() : figures;
        return figures.Build();
    }

    /// <summary>Calls are spans of .NET's own, which carry the trace from one process to the other.</summary>
    private static TracerProvider Trace(ResourceBuilder resource) => Sdk.CreateTracerProviderBuilder()
        .SetResourceBuilder(resource)
        .AddSource(TaskTraces.Name, NodeTraces.Name, "Microsoft.AspNetCore", "System.Net.Http")
        .AddOtlpExporter()
        .Build();
}
