using System.Text.Json.Serialization;

namespace Federated.Learning.Rounds;

/// <summary>One line of metrics.jsonl.</summary>
public record RoundMetrics
{
    /// <summary>1-based, 0 for an evaluation before the first; first in its line, whatever a family adds.</summary>
    [JsonPropertyOrder(-1)]
    public required int Round { get; init; }

    /// <summary>Mean over active clients of the mean mini-batch loss of their local steps; NaN when there was none.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Mean loss on the test set, when evaluated.</summary>
    public double? TestLoss { get; init; }

    /// <summary>Fraction of correct test samples, when evaluated.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Mean loss on the whole training set, when asked for.</summary>
    public double? TrainSetLoss { get; init; }

    /// <summary>Fraction of correct training samples, when asked for.</summary>
    public double? TrainSetAccuracy { get; init; }

    /// <summary>Wall time of this round.</summary>
    public required double Seconds { get; init; }

    /// <summary>Wall time of this round's client training and aggregation.</summary>
    public required double SecondsTrain { get; init; }

    /// <summary>Wall time of this round's evaluation.</summary>
    public required double SecondsEval { get; init; }

    /// <summary>Payload from clients to the server in this round.</summary>
    public required long BytesUp { get; init; }

    /// <summary>Payload from the server to clients in this round.</summary>
    public required long BytesDown { get; init; }

    /// <summary>Clients whose updates were used.</summary>
    public required int Clients { get; init; }

    /// <summary>Clients whose updates were NaN or infinite and left out.</summary>
    public required int Rejected { get; init; }

    /// <summary>Clients that were too late and left out; null where nobody can be.</summary>
    public int? Dropped { get; init; }

    /// <summary>Local steps of all clients.</summary>
    public required long Steps { get; init; }

    /// <summary>Local learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Privacy loss of all rounds so far against whoever sees every global model, or without a server every message; null: nothing bounds it.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Privacy loss so far against a coordinator that sees what clients send; null: the same, there is none, or nothing bounds it.</summary>
    public double? EpsilonCoordinator { get; init; }
}
