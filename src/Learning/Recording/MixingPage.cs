using Federated.Learning.Gossip;

namespace Federated.Learning.Recording;

/// <summary><c>weights.json</c> of a gossip round: z_{q+1} = (1 + e) W z_q - e z_{q-1} for Q steps.</summary>
/// <param name="Steps">Q</param>
/// <param name="Extrapolation">e; 0 of plain steps</param>
/// <param name="Rows">W, a row for each node in ascending order</param>
public sealed record MixingPage(int Steps, double Extrapolation, IReadOnlyList<MixingRow> Rows)
{
    /// <summary>The weights of a round.</summary>
    internal static MixingPage Of(GossipSchedule schedule) => new(
        schedule.Steps,
        schedule.Extrapolation,
        [.. Enumerable.Range(0, schedule.W.Nodes).Select(node => new MixingRow(
            node, schedule.W.Self(node), schedule.W.Graph.Sources(node).ToArray(), schedule.W.Weights(node).ToArray()))]);
}
