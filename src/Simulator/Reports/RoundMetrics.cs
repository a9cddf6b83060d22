namespace Federated.Simulator.Reports;

/// <summary>One line of <c>metrics.jsonl</c>. A number that was not measured, or was NaN or infinite, is null.</summary>
public sealed record RoundMetrics
{
    /// <summary>Round, from 1.</summary>
    public required int Round { get; init; }

    /// <summary>Mean loss of the mini-batches clients trained on in this round.</summary>
    public double? TrainLoss { get; init; }

    /// <summary>Mean loss on the test set.</summary>
    public double? TestLoss { get; init; }

    /// <summary>Share of test samples that were classified correctly, from 0 to 1.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Share of training samples that were classified correctly, from 0 to 1.</summary>
    public double? TrainSetAccuracy { get; init; }

    /// <summary>Duration of this round in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Bytes clients sent in this round.</summary>
    public double? BytesUp { get; init; }

    /// <summary>Bytes clients received in this round.</summary>
    public double? BytesDown { get; init; }

    /// <summary>Updates that were left out of this round because they held NaN or infinity.</summary>
    public int Rejected { get; init; }

    /// <summary>What only runs without a server measure.</summary>
    public GossipMetrics? Gossip { get; init; }

    /// <summary>What only runs with a shared seed measure.</summary>
    public SharedSeedMetrics? SharedSeed { get; init; }

    /// <summary>True when a loss or accuracy of this round was there but NaN or infinite.</summary>
    public bool HasNonFinite { get; init; }
}
