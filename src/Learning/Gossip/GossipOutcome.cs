namespace Federated.Learning.Gossip;

/// <summary>How a round of gossip went.</summary>
public sealed record GossipOutcome
{
    /// <summary>How local training went.</summary>
    public required TrainedNodes Trained { get; init; }

    /// <summary>The steps that were taken, with the weights that held in the end.</summary>
    public required GossipSchedule Schedule { get; init; }

    /// <summary>Arcs of the topology that carried nothing.</summary>
    public required int LinksDown { get; init; }

    /// <summary>How far models are from their mean; <see cref="Consensus.Unknown"/> when nobody saw all of them.</summary>
    public required Consensus Consensus { get; init; }

    /// <summary>Nodes of which nothing was heard, ascending.</summary>
    public IReadOnlyList<int> Missing { get; init; } = [];

    /// <summary>Messages that counted at one end of their link only.</summary>
    public int MassDefect { get; init; }
}
