namespace Federated.Simulator.Reports;

/// <summary>What the page shows of a group of runs without a server, besides what all groups have.</summary>
internal sealed record PageGossip
{
    private const double Rounding = 1e-16;

    /// <summary>Kind of topology; null when a run does not say.</summary>
    public required string? Topology { get; init; }

    public required int? Nodes { get; init; }

    /// <summary>lambda of weights that never change.</summary>
    public required double? Lambda { get; init; }

    public required Curve ConsensusBefore { get; init; }

    public required Curve ConsensusAfter { get; init; }

    public required Curve Contraction { get; init; }

    /// <summary>Mean over nodes; the range is that of the nodes of all runs.</summary>
    public required Curve NodeAccuracy { get; init; }

    /// <summary>Consensus distance after the last mixing.</summary>
    public required Statistic? LastConsensus { get; init; }

    public required Statistic? Messages { get; init; }

    public required Statistic? Bytes { get; init; }

    public required Statistic? BytesBusiestNode { get; init; }

    public required Statistic? LinksDown { get; init; }

    /// <summary>Of all arcs of all rounds, from 0 to 1; null for graphs that change.</summary>
    public required double? LinksDownShare { get; init; }

    /// <summary>Most parts in a round of any run.</summary>
    public required int? Parts { get; init; }

    /// <summary>Rounds with more than one part.</summary>
    public required Statistic? RoundsApart { get; init; }

    /// <summary>Collects what the page shows; null for runs with a server.</summary>
    public static PageGossip? From(RunGroup group)
    {
        if (!group.Runs.All(run => run.Run.Rounds.Any(round => round.Gossip is not null)))
        {
            return null;
        }

        var graph = group.Runs[0].Run.Graph;
        return new PageGossip
        {
            Topology = graph?.Picture.Kind,
            Nodes = graph?.Picture.Nodes,
            Lambda = graph is { Static: true } ? graph.Lambda : null,
            ConsensusBefore = Curve.Of(group.Runs, round => Distance(round.Gossip?.ConsensusBefore)),
            ConsensusAfter = Curve.Of(group.Runs, round => Distance(round.Gossip?.ConsensusAfter)),
            Contraction = Curve.Of(group.Runs, round => round.Gossip?.Contraction),
            NodeAccuracy = Curve.Of(
                group.Runs,
                round => round.Gossip?.Nodes?.Mean,
                round => round.Gossip?.Nodes?.Least,
                round => round.Gossip?.Nodes?.Most),
            LastConsensus = Over(group, rounds => rounds[^1].ConsensusAfter),
            Messages = Over(group, rounds => rounds.SumOrNull(round => round.Messages)),
            Bytes = Statistic.Of(group.Runs.Select(run => run.BytesUp)),
            BytesBusiestNode = Over(group, rounds => rounds.SumOrNull(round => round.BytesBusiestNode)),
            LinksDown = Over(group, rounds => rounds.SumOrNull(round => round.LinksDown)),
            LinksDownShare = DownShare(group),
            Parts = group.Runs.Max(run => Rounds(run).Max(round => round.Components)),
            RoundsApart = Over(group, rounds => rounds.Count(round => round.Components > 1)),
        };
    }

    private static double? DownShare(RunGroup group)
    {
        if (group.Runs.Any(run => run.Run.Graph is not { Static: true, Arcs: > 0 }))
        {
            return null;
        }

        var arcs = group.Runs.Sum(run => (double)run.Run.Graph!.Arcs * Rounds(run).Length);
        return group.Runs.Sum(run => Rounds(run).SumOrNull(round => round.LinksDown) ?? 0) / arcs;
    }

    private static GossipMetrics[] Rounds(RunTrace run) => [.. run.Run.Rounds.Select(round => round.Gossip).OfType<GossipMetrics>()];

    private static Statistic? Over(RunGroup group, Func<GossipMetrics[], double?> value) =>
        Statistic.Of(group.Runs.Select(run => value(Rounds(run))));

    // Zero has no place on a logarithmic axis, and what rounding leaves would stretch it beyond what can be drawn.
    private static double? Distance(double? value) => value > Rounding ? value : null;
}
