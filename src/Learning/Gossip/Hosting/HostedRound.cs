namespace Federated.Learning.Gossip;

/// <summary>A round of hosted nodes.</summary>
/// <param name="Number">1-based</param>
/// <param name="Nodes">how local training went, in ascending order of nodes</param>
/// <param name="Missed">messages from elsewhere that were planned and did not count; those of nodes that diverged are among them</param>
/// <param name="Vectors">by node, the vectors that are collected in the order of <see cref="HostedNodes.Collected"/>; none when the round is not collected</param>
public sealed record HostedRound<T>(
    int Number, IReadOnlyList<NodeFigures> Nodes, IReadOnlyList<MissedMessage> Missed, IReadOnlyList<T[][]> Vectors)
    where T : unmanaged;
