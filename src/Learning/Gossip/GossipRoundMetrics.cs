using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>One line of metrics.jsonl of a gossip run. Every message counts once, as <c>bytes_up</c>.</summary>
public sealed record GossipRoundMetrics : RoundMetrics
{
    /// <summary>Mean over nodes of |x_i - mean|^2 after local training; NaN when nobody saw all models, as with nodes that are elsewhere between evaluations.</summary>
    public required double ConsensusBefore { get; init; }

    /// <summary>The same after mixing.</summary>
    public required double ConsensusAfter { get; init; }

    /// <summary>(consensus_after / consensus_before)^(1 / 2Q): at most lambda for plain steps with
    /// symmetric weights that mix the models themselves. Accelerated steps aim below lambda^Q, and quantised or compressed messages and D-PSGD's
    /// combine-then-adapt form add what they add.</summary>
    public required double? Contraction { get; init; }

    /// <summary>|mean after mixing - mean before| / |mean before|: rounding only, if the weights are doubly stochastic;
    /// with quantised messages also what quantising moved.</summary>
    public required double MeanDrift { get; init; }

    /// <summary>Models sent.</summary>
    public required long Messages { get; init; }

    /// <summary>Bytes sent and received by the node with the most traffic.</summary>
    public required long BytesBusiestNode { get; init; }

    /// <summary>Arcs of the graph that failed.</summary>
    public required int LinksDown { get; init; }

    /// <summary>Parts into which the round's graph fell: 1 if it hung together.</summary>
    public required int Components { get; init; }

    /// <summary>Messages that counted at one end of their link only: each moves the mean. Only between nodes that are elsewhere, and 0 unless a
    /// connection broke in the instant of a commit.</summary>
    public int MassDefect { get; init; }

    /// <summary>Accuracy of the nodes' own models on the test set after local training, when evaluated.</summary>
    public NodeScores? NodesBefore { get; init; }

    /// <summary>The same after mixing.</summary>
    public NodeScores? NodesAfter { get; init; }
}
