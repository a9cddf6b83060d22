using System.Numerics;

namespace Federated.Learning.Gossip;

/// <summary>
/// A mixing matrix in the number format of the models, row by row. A row with few sources is taken in the form
/// x_i + sum_j w_ij (x_j - x_i), which leaves equal models equal to the last bit; a row that hears half of the nodes or more as
/// the plain sum of w_ij x_j, at half the arithmetic. Which form a row has depends on W only, and both add in ascending order
/// of j: <see cref="RowMixing"/> computes the same bits for a single node.
/// </summary>
internal sealed class MixingPlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="w">the weights</param>
    public MixingPlan(MixingMatrix w)
    {
        Nodes = w.Nodes;
        IsDense = w.IsDense;
        Starts = new int[Nodes + 1];
        for (var i = 0; i < Nodes; i++)
        {
            Starts[i + 1] = Starts[i] + w.Graph.Degree(i);
        }

        Sources = [.. Enumerable.Range(0, Nodes).SelectMany(i => w.Graph.Sources(i).ToArray())];
        Weights = [.. Enumerable.Range(0, Nodes).SelectMany(i => w.Weights(i).ToArray()).Select(T.CreateChecked)];
        Dense = IsDense ? MakeDense() : [];
    }

    /// <summary>Number of nodes n.</summary>
    public int Nodes { get; }

    /// <summary>Whether all rows are dense.</summary>
    public bool IsDense { get; }

    /// <summary>W row by row, [n, n], when dense. A row sums to 1 as nearly as its format allows.</summary>
    public T[] Dense { get; }

    /// <summary>Where each row's sources begin, and at the end their number: n + 1 entries.</summary>
    public int[] Starts { get; }

    /// <summary>The rows' sources one after the other, ascending in each.</summary>
    public int[] Sources { get; }

    /// <summary>Their weights.</summary>
    public T[] Weights { get; }

    private T[] MakeDense()
    {
        var dense = new T[Nodes * Nodes];
        for (var i = 0; i < Nodes; i++)
        {
            var others = 0.0;
            for (var k = Starts[i]; k < Starts[i + 1]; k++)
            {
                dense[(i * Nodes) + Sources[k]] = Weights[k];
                others += double.CreateChecked(Weights[k]);
            }

            dense[(i * Nodes) + i] = T.CreateChecked(1.0 - others);
        }

        return dense;
    }
}
