using System.Diagnostics;

namespace Federated.Coordinator.Telemetry;

/// <summary>A coordinator's spans: one a round, and below it one for each attempt at a task, from its handing out to its end.</summary>
public static class TaskTraces
{
    /// <summary>Name of the source, for exporters.</summary>
    public const string Name = "Federated.Coordinator";

    private static readonly ActivitySource _source = new(Name);

    /// <summary>A round begins.</summary>
    internal static Activity? Round(int round)
    {
        var span = _source.StartActivity("round");
        span?.SetTag("federated.round", round);
        return span;
    }

    /// <summary>A task is handed out. It does not become the current span: whoever hands out does something else next.</summary>
    internal static Activity? Task(ActivityContext round, Protocol.Task task, string node)
    {
        var current = Activity.Current;
        var span = _source.StartActivity("task", ActivityKind.Producer, round);
        Activity.Current = current;
        span?.SetTag("federated.round", task.Round).SetTag("federated.client", task.Client).SetTag("federated.lease", task.Lease).SetTag("federated.node", node);
        return span;
    }

    /// <summary>An attempt is over.</summary>
    /// <param name="span">of the attempt</param>
    /// <param name="outcome">delivered, lost, withdrawn</param>
    internal static void End(Activity? span, string outcome)
    {
        span?.SetTag("federated.outcome", outcome).SetStatus(outcome == "lost" ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        span?.Dispose();
    }
}
