using Microsoft.Extensions.Logging;

namespace Federated.Client;

/// <summary>Log messages of a node.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "Joined {Coordinator} as {Name} with {Slots} slots")]
    public static partial void Joined(ILogger log, Uri coordinator, string name, int slots);

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "The coordinator cannot be reached ({Reason}); trying again in {Seconds:F1} s")]
    public static partial void Unreachable(ILogger log, string reason, double seconds);

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "Round {Round}: client {Client} is done")]
    public static partial void Done(ILogger log, int round, int client);
}
