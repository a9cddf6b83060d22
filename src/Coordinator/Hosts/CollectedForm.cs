using Federated.Learning.Gossip;

namespace Federated.Coordinator.Hosts;

/// <summary>What is collected of a node after some rounds.</summary>
/// <param name="algorithm">of the run</param>
/// <param name="dimension">d</param>
internal sealed class CollectedForm(GossipAlgorithm<float> algorithm, int dimension)
{
    /// <summary>Vectors that are collected.</summary>
    public int Vectors { get; } = HostedNodes.Collected(algorithm).Count;

    /// <summary>Bytes of a host's report.</summary>
    public long Bytes(int nodes) => (long)nodes * Vectors * dimension * sizeof(float);

    /// <summary>What a node kept, its vectors one after the other.</summary>
    public static float[] Joined(NodeStates<float> states, int node)
    {
        float[][] vectors = [.. states.Of(node)];
        return vectors.Length == 1 ? vectors[0] : [.. vectors.SelectMany(vector => vector)];
    }

    /// <summary>The nodes' models before mixing, once a round's vectors are there.</summary>
    /// <param name="reports">the round's</param>
    /// <param name="states">after the round</param>
    public float[][] Before(RoundReports reports, NodeStates<float> states) => algorithm.MixesModels
        ? [.. states.Models.Select((model, node) => reports.Vectors(node) is { Length: > 0 } vectors ? vectors[^1]! : model)]
        : states[GossipAlgorithm<float>.Trained];
}
