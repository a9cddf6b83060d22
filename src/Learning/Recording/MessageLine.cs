namespace Federated.Learning.Recording;

/// <summary>A line of <c>messages.jsonl</c>: one message that was exchanged, and where its vectors are.</summary>
public sealed record MessageLine
{
    /// <summary>The round, 1-based.</summary>
    public required int Round { get; init; }

    /// <summary>What it is.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>The gossip step q in which it was sent, 1-based; null with a server.</summary>
    public int? Step { get; init; }

    /// <summary>Client or node that sent it; null: the coordinator.</summary>
    public int? From { get; init; }

    /// <summary>Clients or nodes that it was for, ascending, recorded or not; null: the coordinator.</summary>
    public int[]? To { get; init; }

    /// <summary>The file, relative to the transcript's folder.</summary>
    public required string File { get; init; }

    /// <summary>Payload of the message in bytes, once.</summary>
    public long Bytes { get; init; }

    /// <summary>Local learning rate that travels with a task, or that nodes know of the round.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Local steps that a client says it did.</summary>
    public int? Steps { get; init; }

    /// <summary>E n_i / B of the client, which travels up.</summary>
    public double? NominalSteps { get; init; }

    /// <summary>Samples n_i that the client trains on, as the coordinator knows it; null: it cannot tell.</summary>
    public int? Samples { get; init; }

    /// <summary>Of a sum: the clients in it, ascending.</summary>
    public int[]? Senders { get; init; }

    /// <summary>Of a sum: samples of each of them; null: the coordinator cannot tell.</summary>
    public int[]? SamplesOf { get; init; }

    /// <summary>Mean training loss, which travels up.</summary>
    public double? MeanLoss { get; init; }

    /// <summary>False of an update with NaN or infinite values, which was left out of the round.</summary>
    public bool? Finite { get; init; }
}
