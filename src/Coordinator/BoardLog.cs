using Microsoft.Extensions.Logging;

namespace Federated.Coordinator;

/// <summary>Log messages about work and who does it.</summary>
internal static partial class BoardLog
{
    [LoggerMessage(EventId = 210, Level = LogLevel.Warning, Message = "Round {Round} waits for {Node}, which has the samples of client {Client}")]
    public static partial void Waiting(ILogger log, int round, string node, int client);

    [LoggerMessage(EventId = 211, Level = LogLevel.Warning, Message = "Round {Round} went on without {Node}, which has the samples of client {Client}")]
    public static partial void Missed(ILogger log, int round, string node, int client);

    [LoggerMessage(EventId = 212, Level = LogLevel.Information, Message = "Node {Node} goes; it still finishes {Kept} tasks")]
    public static partial void Leaving(ILogger log, string node, int kept);

    [LoggerMessage(EventId = 213, Level = LogLevel.Information, Message = "The run is over; waiting for {Nodes} to hear it")]
    public static partial void Lingering(ILogger log, string[] nodes);
}
