using System.Diagnostics.Metrics;
using Federated.Learning.Rounds;

namespace Federated.Coordinator.Telemetry;

/// <summary>Figures of a coordinator for whoever watches it; named and counted as OpenTelemetry has it, described in docs/operations.md.</summary>
public sealed class CoordinatorMeter : IDisposable
{
    /// <summary>Name of the meter, for exporters.</summary>
    public const string Name = "Federated.Coordinator";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _rounds;
    private readonly Histogram<double> _roundSeconds;
    private readonly Counter<long> _updates;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _uploadSeconds;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _refused;

    /// <param name="nodes">nodes that are there now</param>
    internal CoordinatorMeter(Func<int> nodes)
    {
        _rounds = _meter.CreateCounter<long>("federated.rounds", "{round}", "Rounds that are over.");
        _roundSeconds = _meter.CreateHistogram<double>("federated.round.duration", "s", "Wall time of a round.");
        _updates = _meter.CreateCounter<long>("federated.updates", "{update}", "Updates of clients by outcome: accepted, rejected (not finite), late.");
        _bytes = _meter.CreateCounter<long>("federated.payload", "By", "Payload by direction: in from nodes, out to them.");
        _uploadSeconds = _meter.CreateHistogram<double>("federated.upload.duration", "s", "Time from the first to the last message of a submission.");
        _lost = _meter.CreateCounter<long>("federated.leases.lost", "{lease}", "Tasks whose node went away or fell silent.");
        _refused = _meter.CreateCounter<long>("federated.joins.refused", "{join}", "Nodes that were not let in, by status.");
        _meter.CreateObservableGauge("federated.nodes", nodes, "{node}", "Nodes that are connected.");
    }

    /// <summary>Whose figures they are, where several coordinators are in a process.</summary>
    internal Meter Source => _meter;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>A round is over.</summary>
    internal void Round(RoundMetrics metrics)
    {
        _rounds.Add(1);
        _roundSeconds.Record(metrics.Seconds);
        _updates.Add(metrics.Clients, new KeyValuePair<string, object?>("outcome", "accepted"));
        _updates.Add(metrics.Rejected, new KeyValuePair<string, object?>("outcome", "rejected"));
        _updates.Add(metrics.Dropped ?? 0, new KeyValuePair<string, object?>("outcome", "late"));
    }

    /// <summary>Payload went to a node.</summary>
    internal void Sent(long bytes) => _bytes.Add(bytes, new KeyValuePair<string, object?>("direction", "out"));

    /// <summary>A submission came from a node, or a part of one.</summary>
    internal void Received(long bytes, TimeSpan duration)
    {
        _bytes.Add(bytes, new KeyValuePair<string, object?>("direction", "in"));
        _uploadSeconds.Record(duration.TotalSeconds);
    }

    /// <summary>Tasks were taken back.</summary>
    internal void Lost(int leases) => _lost.Add(leases);

    /// <summary>A node was not let in.</summary>
    internal void JoinRefused(string status) => _refused.Add(1, new KeyValuePair<string, object?>("status", status));
}
