using Federated.Coordinator.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Federated.Coordinator;

/// <summary>Says what happens on the board: in the log, and to whoever counts.</summary>
/// <param name="log">log of the coordinator</param>
/// <param name="meter">counts</param>
internal sealed partial class BoardNews(ILogger log, CoordinatorMeter meter)
{
    private const int LongestName = 64;

    /// <summary>Log of the coordinator.</summary>
    public ILogger Log => log;

    /// <summary>A node was let in.</summary>
    public void Joined(Session session) => NodeJoined(log, session.Name, session.Slots);

    /// <summary>A node was not.</summary>
    public void Refused(string node, string address, Status status)
    {
        meter.JoinRefused($"{status.StatusCode}");

        // Whoever comes too often does not fill the log either.
        if (status.StatusCode == StatusCode.ResourceExhausted)
        {
            return;
        }

        // What a stranger says of itself must not look like other lines of the log.
        var name = new string([.. node.Take(LongestName).Select(letter => char.IsControl(letter) ? '?' : letter)]);
        JoinRefused(log, name, address, status.Detail);
    }

    /// <summary>A node is gone.</summary>
    public void Left(Session session) => NodeLeft(log, session.Name);

    /// <summary>What a node had goes to others.</summary>
    public void Lost(Session session, IReadOnlyList<Work> work)
    {
        meter.Lost(work.Count);
        foreach (var task in work.Select(piece => piece.Template))
        {
            LeaseLost(log, task.Round, task.Client, session.Name);
        }
    }

    [LoggerMessage(EventId = 200, Level = LogLevel.Information, Message = "Node {Node} joined with {Slots} slots")]
    private static partial void NodeJoined(ILogger log, string node, int slots);

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning, Message = "Node {Node} at {Address} was not let in: {Reason}")]
    private static partial void JoinRefused(ILogger log, string node, string address, string reason);

    [LoggerMessage(EventId = 203, Level = LogLevel.Information, Message = "Node {Node} left")]
    private static partial void NodeLeft(ILogger log, string node);

    [LoggerMessage(EventId = 204, Level = LogLevel.Warning, Message = "Round {Round}: client {Client} was with node {Node}, and goes to another")]
    private static partial void LeaseLost(ILogger log, int round, int client, string node);
}
