using Federated.Learning.Experiments;

namespace Federated.Learning.Gossip;

/// <summary>The weights of each round: those of the topology without what failed.</summary>
internal sealed class RoundGraph
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

    /// <summary>The weights of a round, and how many arcs are down.</summary>
    /// <param name="round">1-based</param>
    /// <param name="diverged">nodes that are cut off, ascending</param>
    public (MixingMatrix W, int Down) At(int round, IReadOnlyList<int> diverged)
    {
        var w = Profile.IsStatic ? Profile.W : _topology.Matrix(_nodes, round, _seed);
        if (!_failures.Any && diverged.Count == 0)
        {
            return (w, 0);
        }

        var isDown = new bool[_nodes];
        for (var node = 0; node < _nodes; node++)
        {
            isDown[node] = _failures.IsDown(node, round);
        }

        foreach (var node in diverged)
        {
            isDown[node] = true;
        }

        var rest = w.Without((to, from) => !isDown[to] && !isDown[from] && !_failures.IsDown(to, from, _nodes, round));
        return (rest, w.Graph.Arcs - rest.Graph.Arcs);
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
}
