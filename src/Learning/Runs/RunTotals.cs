using Federated.Learning.Rounds;

namespace Federated.Learning.Runs;

/// <summary>Sums and bests over the rounds of a run, across interruptions.</summary>
public sealed class RunTotals
{
    /// <summary>Rounds that are done.</summary>
    public int Rounds { get; private set; }

    /// <summary>Accuracy of the last evaluation.</summary>
    public double? FinalAccuracy { get; private set; }

    /// <summary>Test loss of the last evaluation.</summary>
    public double? FinalLoss { get; private set; }

    /// <summary>Best accuracy of all evaluations.</summary>
    public double? BestAccuracy { get; private set; }

    /// <summary>The round that had it.</summary>
    public int? BestRound { get; private set; }

    /// <summary>Wall time of all rounds.</summary>
    public double Seconds { get; private set; }

    /// <summary>Wall time of client training and aggregation.</summary>
    public double SecondsTrain { get; private set; }

    /// <summary>Payload from clients to the server.</summary>
    public long BytesUp { get; private set; }

    /// <summary>Payload from the server to clients.</summary>
    public long BytesDown { get; private set; }

    /// <summary>Updates used.</summary>
    public long ClientUpdates { get; private set; }

    /// <summary>Updates left out because they were NaN or infinite.</summary>
    public long Rejected { get; private set; }

    /// <summary>Local steps of all clients.</summary>
    public long Steps { get; private set; }

    /// <summary>Privacy loss against whoever sees the models; null: nothing bounds it.</summary>
    public double? Epsilon { get; private set; }

    /// <summary>Privacy loss against the coordinator; null: the same, there is none, or nothing bounds it.</summary>
    public double? EpsilonCoordinator { get; private set; }

    /// <summary>Adds a round.</summary>
    public void Add(RoundMetrics metrics)
    {
        Rounds = metrics.Round;
        FinalLoss = metrics.TestLoss ?? FinalLoss;
        FinalAccuracy = metrics.TestAccuracy ?? FinalAccuracy;
        if (metrics.TestAccuracy > (BestAccuracy ?? double.NegativeInfinity))
        {
            (BestAccuracy, BestRound) = (metrics.TestAccuracy, metrics.Round);
        }

        Seconds += metrics.Seconds;
        SecondsTrain += metrics.SecondsTrain;
        BytesUp += metrics.BytesUp;
        BytesDown += metrics.BytesDown;
        ClientUpdates += metrics.Clients;
        Rejected += metrics.Rejected;
        Steps += metrics.Steps;
        (Epsilon, EpsilonCoordinator) = (metrics.Epsilon, metrics.EpsilonCoordinator);
    }
}
