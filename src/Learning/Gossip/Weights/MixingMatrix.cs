namespace Federated.Learning.Gossip;

/// <summary>The weights W of one gossip step: x_i becomes w_ii x_i + sum over sources j of w_ij x_j. Sparse and immutable.</summary>
public sealed class MixingMatrix
{
    /// <summary>Below this number of sources a row never counts as dense.</summary>
    private const int LeastDense = 16;

    private readonly double[][] _weights;
    private readonly double[] _self;
    private readonly Lazy<double> _lambda;

    /// <param name="graph">who receives from whom</param>
    /// <param name="weights">for each node, one weight per source, in the order of <see cref="Graph.Sources"/></param>
    public MixingMatrix(Graph graph, double[][] weights)
        : this(graph, weights, Enumerable.Range(0, graph.Nodes).All(i => graph.Degree(i) >= LeastDense && 2 * graph.Degree(i) >= graph.Nodes))
    {
    }

    private MixingMatrix(Graph graph, double[][] weights, bool isDense)
    {
        Graph = graph;
        IsDense = isDense;
        _weights = weights;
        _self = [.. weights.Select(row => 1.0 - row.Sum())];
        _lambda = new Lazy<double>(() => MixingSpectrum.Lambda(this));
    }

    /// <summary>Who receives from whom.</summary>
    public Graph Graph { get; }

    /// <summary>Number of nodes n.</summary>
    public int Nodes => Graph.Nodes;

    /// <summary>
    /// Whether every node hears half of the others or more: then rows are added as plain sums of w_ij x_j. That is known before a round, so that nodes
    /// which only hear their neighbours add in the same form.
    /// </summary>
    internal bool IsDense { get; }

    /// <summary>Weights w_ij of a node's sources, in the order of <see cref="Graph.Sources"/>.</summary>
    public ReadOnlySpan<double> Weights(int node) => _weights[node];

    /// <summary>w_ii = 1 minus the weights of the sources.</summary>
    public double Self(int node) => _self[node];

    /// <summary>See <see cref="MixingSpectrum.Lambda"/>; computed once.</summary>
    public double Lambda => _lambda.Value;

    /// <summary>Whether each node listens to another as much as that one to it.</summary>
    public bool IsSymmetric() => Enumerable.Range(0, Nodes).All(RowIsColumn);

    /// <summary>Sum of each column: 1 where a node's model counts as much after mixing as before.</summary>
    public double[] ColumnSums()
    {
        var sums = new double[Nodes];
        for (var i = 0; i < Nodes; i++)
        {
            sums[i] += _self[i];
            var sources = Graph.Sources(i);
            for (var k = 0; k < sources.Length; k++)
            {
                sums[sources[k]] += _weights[i][k];
            }
        }

        return sums;
    }

    /// <summary>All of W, row by row.</summary>
    public double[,] ToDense()
    {
        var dense = new double[Nodes, Nodes];
        for (var i = 0; i < Nodes; i++)
        {
            dense[i, i] = _self[i];
            for (var k = 0; k < _weights[i].Length; k++)
            {
                dense[i, Graph.Sources(i)[k]] = _weights[i][k];
            }
        }

        return dense;
    }

    /// <summary>
    /// W without some links; what a link carried stays with its two ends. A symmetric doubly stochastic matrix stays one, with no
    /// third node involved.
    /// </summary>
    /// <param name="isUp">whether the link (to, from) works; must answer the same for both directions</param>
    public MixingMatrix Without(Func<int, int, bool> isUp)
    {
        var (graph, weights) = Rest(isUp);
        return new MixingMatrix(graph, weights);
    }

    /// <summary>As <see cref="Without"/>, of what fails in the middle of a round: the rest is added as it was planned.</summary>
    /// <param name="isUp">whether the link (to, from) works; must answer the same for both directions</param>
    internal MixingMatrix CutOff(Func<int, int, bool> isUp)
    {
        var (graph, weights) = Rest(isUp);
        return new MixingMatrix(graph, weights, IsDense);
    }

    private (Graph Graph, double[][] Weights) Rest(Func<int, int, bool> isUp)
    {
        var arcs = new List<(int To, int From)>();
        var weights = new List<double>[Nodes];
        for (var i = 0; i < Nodes; i++)
        {
            weights[i] = [];
            var sources = Graph.Sources(i);
            for (var k = 0; k < sources.Length; k++)
            {
                if (isUp(i, sources[k]))
                {
                    arcs.Add((i, sources[k]));
                    weights[i].Add(_weights[i][k]);
                }
            }
        }

        return (Graph.Directed(Nodes, arcs), [.. weights.Select(row => row.ToArray())]);
    }

    private bool RowIsColumn(int i)
    {
        var sources = Graph.Sources(i);
        for (var k = 0; k < sources.Length; k++)
        {
            var back = Graph.Sources(sources[k]).BinarySearch(i);
            if (back < 0 || _weights[sources[k]][back] != _weights[i][k])
            {
                return false;
            }
        }

        return true;
    }
}
