using Microsoft.Extensions.Logging;

namespace Federated.Client;

/// <summary>Log messages of a node.</summary>
internal static partial class NodeLog
{
    private static readonly Func<ILogger, string, string, IDisposable?> _stay = LoggerMessage.DefineScope<string, string>("run {Run}, node {Node}");
    private static readonly Func<ILogger, int, int, IDisposable?> _task = LoggerMessage.DefineScope<int, int>("round {Round}, client {Client}");

    /// <summary>All that is logged during a stay with a coordinator.</summary>
    public static IDisposable? Stay(ILogger log, string run, string node) => _stay(log, run, node);

    /// <summary>All that is logged about a task.</summary>
    public static IDisposable? Task(ILogger log, int round, int client) => _task(log, round, client);

    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "Joined {Coordinator} as {Node} with {Slots} slots")]
    public static partial void Joined(ILogger log, Uri coordinator, string node, int slots);

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "The coordinator cannot be reached ({Reason}); trying again in {Seconds:F1} s")]
    public static partial void Unreachable(ILogger log, string reason, double seconds);

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "Round {Round}: client {Client} is done")]
    public static partial void Done(ILogger log, int round, int client);
}
