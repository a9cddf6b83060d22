using Microsoft.Extensions.Logging;

namespace Federated.Learning.Rounds;

/// <summary>Log messages of the round engines.</summary>
internal static partial class RoundLog
{
    [LoggerMessage(
        EventId = 100,
        Level = LogLevel.Warning,
        Message = "Round {Round}: the update of client {Client} is NaN or infinite and was left out")]
    public static partial void UpdateNotFinite(ILogger log, int round, int client);

    [LoggerMessage(EventId = 105, Level = LogLevel.Warning, Message = "Round {Round}: client {Client} was too late and is left out")]
    public static partial void ClientDropped(ILogger log, int round, int client);

    [LoggerMessage(
        EventId = 103,
        Level = LogLevel.Warning,
        Message = "Round {Round}: the model of node {Node} is NaN or infinite after local training; it is cut off and goes on from its last model")]
    public static partial void NodeNotFinite(ILogger log, int round, int node);

    [LoggerMessage(
        EventId = 104,
        Level = LogLevel.Warning,
        Message = "Round {Round}: the weights of machine {Machine} have hash {Hash}, those of the others {Agreed}; it rebuilds them from the log")]
    public static partial void MachineDrifted(ILogger log, int round, int machine, string hash, string agreed);

    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "Resumed after round {Round}")]
    public static partial void Resumed(ILogger log, int round);

    [LoggerMessage(EventId = 106, Level = LogLevel.Information, Message = "Messages are recorded and will take {Size}")]
    public static partial void Recording(ILogger log, string size);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "Checkpoint of round {Round} saved")]
    public static partial void CheckpointSaved(ILogger log, int round);
}
