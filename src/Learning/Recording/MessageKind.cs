using System.Text.Json.Serialization;

namespace Federated.Learning.Recording;

/// <summary>What a line of a transcript is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageKind>))]
public enum MessageKind
{
    /// <summary>What the coordinator sends to every client of the cohort.</summary>
    [JsonStringEnumMemberName("down")]
    Down,

    /// <summary>What a client sends to the coordinator.</summary>
    [JsonStringEnumMemberName("up")]
    Up,

    /// <summary>The sum of what clients send: all that secure aggregation shows to the coordinator.</summary>
    [JsonStringEnumMemberName("sum")]
    Sum,

    /// <summary>What a node sends to its neighbours in one gossip step.</summary>
    [JsonStringEnumMemberName("model")]
    Model,

    /// <summary>The weights by which a gossip round was mixed: no message, but known to those who mix.</summary>
    [JsonStringEnumMemberName("weights")]
    Weights,
}
