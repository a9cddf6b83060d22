using Federated.Learning.Data.NumPy;
using Federated.Learning.Experiments;

namespace Federated.Learning.Gossip;

/// <summary>Weights of the user's own; they decide the graph.</summary>
[Variant("matrix")]
public sealed record MatrixTopologyOptions : TopologyOptions
{
    /// <summary>How far from 1 a row may sum: single precision will do, and what is missing is put on the diagonal.</summary>
    private const double Tolerance = 1e-6;

    private readonly bool _hasRule;

    /// <inheritdoc/>
    public override string Kind => "matrix";

    /// <summary>None: the matrix is the weights.</summary>
    public override WeightRule Weights
    {
        get => base.Weights;
        init => (_hasRule, base.Weights) = (true, value);
    }

    /// <summary>An .npy file of n x n numbers: doubly stochastic, w_ij is how much node i listens to node j.</summary>
    public required string Path { get; init; }

    /// <inheritdoc/>
    internal override ExperimentProblem? Check(int nodes) => _hasRule
        ? Refuse("weights", "kind matrix brings weights of its own; expected none")
        : null;

    /// <inheritdoc/>
    internal override MixingMatrix Matrix(int nodes, int round, ulong seed)
    {
        var array = NpyFile.Read(Path);
        if (array.Shape is not [var rows, var columns] || rows != nodes || columns != nodes)
        {
            throw new InputException($"{Path}: an array of {string.Join(" x ", array.Shape)} is not accepted; expected {nodes} x {nodes}");
        }

        var values = array.ToDoubles();
        var dense = new double[nodes, nodes];
        for (var i = 0; i < values.Length; i++)
        {
            dense[i / nodes, i % nodes] = values[i];
        }

        for (var row = 0; row < nodes; row++)
        {
            RequireRow(row, values.AsSpan(row * nodes, nodes));
        }

        return MixingWeights.FromDense(dense);
    }

    /// <inheritdoc/>
    protected override Graph Draw(int nodes, int round, ulong seed) => Matrix(nodes, round, seed).Graph;

    /// <summary>NaN fails the comparison too.</summary>
    private void RequireRow(int row, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        if (!(Math.Abs(sum - 1.0) <= Tolerance))
        {
            throw new InputException(FormattableString.Invariant($"{Path}: row {row} sums to {sum:0.######}; expected 1"));
        }
    }
}
