namespace Federated.Learning.Gossip;

/// <summary>A message that was planned and did not count.</summary>
/// <param name="Step">q, 0-based</param>
/// <param name="To">the node hosted here</param>
/// <param name="From">the node elsewhere</param>
public readonly record struct MissedMessage(int Step, int To, int From);
