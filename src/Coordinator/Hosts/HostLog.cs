using Microsoft.Extensions.Logging;

namespace Federated.Coordinator.Hosts;

/// <summary>Log messages about hosts of gossip nodes.</summary>
internal static partial class HostLog
{
    [LoggerMessage(EventId = 220, Level = LogLevel.Information, Message = "Assignment {Epoch}: {Nodes} nodes on {Hosts} hosts, from round {Round} on")]
    public static partial void Assigned(ILogger log, long epoch, int nodes, int hosts, int round);

    [LoggerMessage(EventId = 221, Level = LogLevel.Warning, Message = "Host {Name} is gone")]
    public static partial void Gone(ILogger log, string name);

    [LoggerMessage(EventId = 222, Level = LogLevel.Information, Message = "Host {Name} takes over the nodes of one that is gone")]
    public static partial void Filled(ILogger log, string name);

    [LoggerMessage(EventId = 223, Level = LogLevel.Information, Message = "Waiting for hosts: {There} of {Wanted} are there")]
    public static partial void Waiting(ILogger log, int there, int wanted);
}
