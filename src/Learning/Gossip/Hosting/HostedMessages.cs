using Federated.Learning.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>The iterates of hosted nodes during a round's gossip.</summary>
/// <param name="algorithm">what is made of them</param>
/// <param name="nodes">hosted nodes, ascending</param>
/// <param name="dimension">d</param>
internal sealed class HostedMessages(GossipAlgorithm<float> algorithm, int[] nodes, int dimension)
{
    private readonly Dictionary<int, int> _places = nodes.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    private readonly HashSet<int> _out = [];
    private float[][] _current = NodeStates<float>.Matrix(nodes.Length, dimension);
    private float[][] _next = NodeStates<float>.Matrix(nodes.Length, dimension);
    private float[][]? _previous;
    private float[][]? _first;

    /// <summary>A node's message.</summary>
    public float[] this[int index] => _current[index];

    /// <summary>All messages are there.</summary>
    /// <param name="collected">whether the models before mixing are asked for afterwards</param>
    /// <param name="cutOff">nodes that do not take part in this round</param>
    public void Begin(bool collected, IEnumerable<int> cutOff)
    {
        _out.Clear();
        _out.UnionWith(cutOff);
        if (collected || !algorithm.MixesModels)
        {
            _first ??= NodeStates<float>.Matrix(nodes.Length, dimension);
            CopyTo(_first);
        }
    }

    /// <summary>What is sent in a step, by node.</summary>
    public Dictionary<int, float[]> Outgoing() =>
        nodes.Where(node => !_out.Contains(node)).ToDictionary(node => node, node => _current[_places[node]]);

    /// <summary>What was planned and did not arrive from elsewhere.</summary>
    public IEnumerable<MissedMessage> Missed(GossipStep step, IReadOnlyDictionary<int, float[]> arrived)
    {
        foreach (var node in nodes.Where(node => !_out.Contains(node)))
        {
            foreach (var source in step.W.Graph.Sources(node).ToArray())
            {
                if (!_places.ContainsKey(source) && !arrived.ContainsKey(source))
                {
                    yield return new MissedMessage(step.Step, node, source);
                }
            }
        }
    }

    /// <summary>z_{q+1} = (1 + e) W z_q - e z_{q-1}, z_{-1} = z_0.</summary>
    /// <param name="step">which</param>
    /// <param name="extrapolation">e</param>
    /// <param name="arrived">messages of nodes elsewhere</param>
    /// <param name="forEach">runs something for every hosted node</param>
    public void Mix(
        GossipStep step, double extrapolation, IReadOnlyDictionary<int, float[]> arrived, Action<Action<ClientWorker<float>, int>> forEach)
    {
        if (extrapolation != 0.0)
        {
            _previous ??= NodeStates<float>.Matrix(nodes.Length, dimension);
        }

        forEach((_, index) =>
        {
            var (own, next) = (_current[index], _next[index]);
            RowMixing.Step(step.W, nodes[index], own, Sources(step.W.Graph, nodes[index], arrived), next);
            if (extrapolation != 0.0)
            {
                FlatVector.Combine<float>(next, 1.0 + extrapolation, next, -extrapolation, step.Step == 0 ? own : _previous![index]);
            }
        });
        (_previous, _current, _next) = (_previous is null ? null : _current, _next, _previous ?? _current);
    }

    /// <summary>Makes the mixed messages, or what the rule makes of them, the nodes' models.</summary>
    public void End(NodeStates<float> states)
    {
        if (algorithm.MixesModels)
        {
            _current = states.Exchange(_current);
            return;
        }

        for (var index = 0; index < nodes.Length; index++)
        {
            algorithm.Combine(new NodeVectors<float>(states, index, _first![index], _current[index]));
        }
    }

    /// <summary>What is collected of a node.</summary>
    /// <param name="kept">what it keeps</param>
    /// <param name="index">its place</param>
    public float[][] Collect(IEnumerable<float[]> kept, int index) => algorithm.MixesModels ? [.. kept, _first![index]] : [.. kept];

    private void CopyTo(float[][] target)
    {
        for (var index = 0; index < nodes.Length; index++)
        {
            _current[index].CopyTo(target[index], 0);
        }
    }

    private float[]?[] Sources(Graph graph, int node, IReadOnlyDictionary<int, float[]> arrived)
    {
        var sources = graph.Sources(node);
        var found = new float[]?[sources.Length];
        for (var k = 0; k < sources.Length && !_out.Contains(node); k++)
        {
            found[k] = _places.TryGetValue(sources[k], out var index)
                ? _out.Contains(sources[k]) ? null : _current[index]
                : arrived.GetValueOrDefault(sources[k]);
        }

        return found;
    }
}
