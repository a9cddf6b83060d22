namespace Federated.Learning.Runs;

/// <summary>summary.json.</summary>
public sealed record RunSummary
{
    /// <summary>Name of the experiment.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the algorithm in reports.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Who talks to whom.</summary>
    public required string Family { get; init; }

    /// <summary>How the parts were connected.</summary>
    public required string Transport { get; init; }

    /// <summary><c>completed</c>, <c>target_reached</c> or <c>interrupted</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Rounds that are done.</summary>
    public required int Rounds { get; init; }

    /// <summary>Accuracy of the last evaluation.</summary>
    public required double? FinalTestAccuracy { get; init; }

    /// <summary>Test loss of the last evaluation.</summary>
    public required double? FinalTestLoss { get; init; }

    /// <summary>Best accuracy of all evaluations.</summary>
    public required double? BestTestAccuracy { get; init; }

    /// <summary>The round that had it.</summary>
    public required int? BestRound { get; init; }

    /// <summary>Wall time of all rounds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Updates used per second of training.</summary>
    public required double ClientUpdatesPerSecond { get; init; }

    /// <summary>Local steps per second of training.</summary>
    public required double SgdStepsPerSecond { get; init; }

    /// <summary>Payload from clients to the server.</summary>
    public required long BytesUp { get; init; }

    /// <summary>Payload from the server to clients.</summary>
    public required long BytesDown { get; init; }

    /// <summary>Updates left out because they were NaN or infinite.</summary>
    public required long Rejected { get; init; }

    /// <summary>Number of clients N.</summary>
    public required int Clients { get; init; }

    /// <summary>Length d of the parameter vector.</summary>
    public required int Parameters { get; init; }

    /// <summary>SHA-256 of the final parameters, little-endian, lower-case hex.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Worker threads; they do not change a bit of the result.</summary>
    public required int Workers { get; init; }

    /// <summary>Largest resident memory of the process.</summary>
    public required long PeakRssBytes { get; init; }

    /// <summary>Whose privacy loss is accounted for, <c>client</c> or <c>sample</c>; absent: nothing bounds it.</summary>
    public string? PrivacyUnit { get; init; }

    /// <summary>Privacy loss of the run against whoever sees every global model, or without a server every message.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Privacy loss against a coordinator that sees what clients send; absent: the same, or there is none.</summary>
    public double? EpsilonCoordinator { get; init; }

    /// <summary>delta of both.</summary>
    public double? Delta { get; init; }

    /// <summary>What clients do to what they send; absent: nothing.</summary>
    public IReadOnlyList<string>? Defences { get; init; }

    /// <summary>Versions of what computed this.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }
}
