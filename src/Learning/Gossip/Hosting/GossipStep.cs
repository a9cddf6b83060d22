namespace Federated.Learning.Gossip;

/// <summary>A gossip step of a round.</summary>
/// <param name="Round">1-based</param>
/// <param name="Step">q, 0-based</param>
/// <param name="W">weights of the round as planned</param>
public sealed record GossipStep(int Round, int Step, MixingMatrix W);
