namespace Federated.Learning.Gossip;

/// <summary>How local training of a round went.</summary>
/// <param name="MeanLoss">mean over finite nodes of their mean mini-batch loss</param>
/// <param name="Steps">local steps of all nodes</param>
/// <param name="Diverged">nodes whose message was NaN or infinite, ascending</param>
public sealed record TrainedNodes(double MeanLoss, long Steps, IReadOnlyList<int> Diverged)
{
    /// <summary>Summarises.</summary>
    /// <param name="nodes">in ascending order</param>
    public static TrainedNodes Of(IReadOnlyCollection<NodeFigures> nodes) => new(
        nodes.Where(node => node.IsFinite).Select(node => node.MeanLoss).DefaultIfEmpty(double.NaN).Average(),
        nodes.Sum(node => (long)node.Steps),
        [.. nodes.Where(node => !node.IsFinite).Select(node => node.Node)]);
}
