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

    [LoggerMessage(EventId = 304, Level = LogLevel.Information, Message = "Assignment {Epoch}: hosts {Nodes} nodes, from round {Round} on")]
    public static partial void Assigned(ILogger log, long epoch, int nodes, int round);

    [LoggerMessage(EventId = 305, Level = LogLevel.Warning, Message = "The host at {Address} cannot be reached ({Reason}); trying again in {Seconds:F1} s")]
    public static partial void PeerUnreachable(ILogger log, Uri address, string reason, double seconds);

    [LoggerMessage(EventId = 306, Level = LogLevel.Warning, Message = "A connection of another host was refused: {Reason}")]
    public static partial void PeerRefused(ILogger log, string reason);

    [LoggerMessage(EventId = 307, Level = LogLevel.Warning, Message = "The neighbours are in round {Round} already: beginning again from their models")]
    public static partial void FellBehind(ILogger log, int round);

    [LoggerMessage(EventId = 308, Level = LogLevel.Information, Message = "Began from the neighbours' models, in round {Round}")]
    public static partial void Rejoined(ILogger log, int round);

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "Round {Round}: client {Client} is done")]
    public static partial void Done(ILogger log, int round, int client);

    [LoggerMessage(EventId = 304, Level = LogLevel.Information, Message = "Round {Round}: client {Client} was done before; its result is sent again")]
    public static partial void DoneBefore(ILogger log, int round, int client);

    [LoggerMessage(EventId = 305, Level = LogLevel.Information, Message = "Asked to stop: finishing {Kept} tasks")]
    public static partial void Draining(ILogger log, int kept);

    [LoggerMessage(EventId = 306, Level = LogLevel.Information, Message = "A task was withdrawn")]
    public static partial void Withdrawn(ILogger log);

    [LoggerMessage(EventId = 309, Level = LogLevel.Debug, Message = "The coordinator did not hear that this node goes ({Reason})")]
    public static partial void Unheard(ILogger log, string reason);

    [LoggerMessage(EventId = 307, Level = LogLevel.Warning, Message = "{Path} is damaged and not used ({Reason})")]
    public static partial void Damaged(ILogger log, string path, string reason);

    [LoggerMessage(EventId = 308, Level = LogLevel.Warning, Message = "{Path} could not be written ({Reason}); if this node dies, the work is done again")]
    public static partial void NotKept(ILogger log, string path, string reason);
}
