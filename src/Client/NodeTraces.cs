using System.Diagnostics;

namespace Federated.Client;

/// <summary>A node's spans: one for each task, below that of the coordinator's attempt. Calls that are made meanwhile are below it.</summary>
public static class NodeTraces
{
    /// <summary>Name of the source, for exporters.</summary>
    public const string Name = "Federated.Client";

    private static readonly ActivitySource _source = new(Name);

    /// <summary>A task begins; null: nobody traces.</summary>
    internal static Activity? Begin(ProtocolTask task)
    {
        var span = _source.StartActivity("train", ActivityKind.Consumer, task.Trace);
        span?.SetTag("federated.round", task.Round).SetTag("federated.client", task.Client).SetTag("federated.lease", task.Lease);
        return span;
    }
}
