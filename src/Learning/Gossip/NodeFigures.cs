namespace Federated.Learning.Gossip;

/// <summary>How a node's local training went.</summary>
/// <param name="Node">who</param>
/// <param name="MeanLoss">mean over its steps of the mini-batch loss</param>
/// <param name="Steps">local steps</param>
/// <param name="IsFinite">whether its message is; a node whose message is not goes on from where it was</param>
public readonly record struct NodeFigures(int Node, double MeanLoss, int Steps, bool IsFinite);
