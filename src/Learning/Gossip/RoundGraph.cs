using Federated.Learning.Experiments;

namespace Federated.Learning.Gossip;

/// <summary>The weights of each round: those of the topology without what failed.</summary>
public sealed class RoundGraph
{
    private readonly TopologyOptions _topology;
    private readonly Failures _failures;
    private readonly int _nodes;
    private readonly ulong _seed;

    /// <param name="experiment">topology, failures, seed</param>
    /// <param name="nodes">n</param>
    /// <exception cref="InputException">There is no such graph on this number of nodes, or its weights would not do.</exception>
    public RoundGraph(Experiment experiment, int nodes)
    {
        _topology = experiment.Topology!;
        _failures = new Failures(experiment.Failures ?? new FailureOptions(), experiment.Seed);
        (_nodes, _seed) = (nodes, experiment.Seed);
        Profile = TopologyProfile.Of(_topology, nodes, _seed);
        if (Profile.Problem is { } problem)
        {
            throw new InputException($"topology: {problem}; expected a connected graph with doubly stochastic weights");
        }

        if (_failures.Any && Profile.KeepsMean && !Profile.W.IsSymmetric())
        {
            throw new InputException(
                "failures: a link of this topology goes one way, and what it would have carried cannot stay with both ends: the mean would drift; "
                + "expected a topology whose links go both ways, such as exponential with links: both");
        }
    }

    /// <summary>The topology before anything has failed.</summary>
    public TopologyProfile Profile { get; }

    /// <summary>The weights of a round as every node knows them before it: the topology's without what its file lets fail.</summary>
    /// <param name="round">1-based</param>
    public MixingMatrix Planned(int round)
    {
        var w = Topology(round);
        if (!_failures.Any)
        {
            return w;
        }

        var isDown = Enumerable.Range(0, _nodes).Select(node => _failures.IsDown(node, round)).ToArray();
        return w.Without((to, from) => !isDown[to] && !isDown[from] && !_failures.IsDown(to, from, _nodes, round));
    }

    /// <summary>The weights by which a round was mixed in the end, and how many arcs were down.</summary>
    /// <param name="round">1-based</param>
    /// <param name="cutOff">nodes that dropped out after the round had begun</param>
    /// <param name="links">links that did, with the lower end first; null: none</param>
    public (MixingMatrix W, int Down) At(int round, IReadOnlyCollection<int> cutOff, IReadOnlySet<(int Lower, int Higher)>? links = null)
    {
        var planned = Planned(round);
        var w = cutOff.Count == 0 && links is null or { Count: 0 }
            ? planned
            : planned.CutOff((to, from) =>
                !cutOff.Contains(to) && !cutOff.Contains(from) && links?.Contains((Math.Min(to, from), Math.Max(to, from))) != true);
        return (w, Topology(round).Graph.Arcs - w.Graph.Arcs);
    }

    /// <summary>The largest number of models that a node sends and receives in one step.</summary>
    public static int BusiestNode(Graph graph)
    {
        var traffic = new int[graph.Nodes];
        for (var to = 0; to < graph.Nodes; to++)
        {
            traffic[to] += graph.Degree(to);
            foreach (var from in graph.Sources(to))
            {
                traffic[from]++;
            }
        }

        return traffic.Max();
    }

    private MixingMatrix Topology(int round) => Profile.IsStatic ? Profile.W : _topology.Matrix(_nodes, round, _seed);
}
