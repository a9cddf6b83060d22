using Microsoft.Extensions.Logging;

namespace Federated.Client;

/// <summary>Log messages of a node.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "Joined {Coordinator} as {Name} with {Slots} slots")]
    public static partial void Joined(ILogger log, Uri coordinator, string name, int slots);

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
}
