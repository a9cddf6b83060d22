using System.Runtime.InteropServices;
using Federated.Attacks.Inversion.Optimisers;
using static TorchSharp.torch;

namespace Federated.Attacks.Influence;

/// <summary>J J^T as d_x x d_x numbers: once it is there, a product costs no pass through the network.</summary>
internal sealed class GramMatrix : ISymmetricOperator
{
    private readonly double[] _values;

    private GramMatrix(int length) => (Length, _values) = (length, new double[checked(length * length)]);

    /// <inheritdoc/>
    public int Length { get; }

    /// <summary>Bytes that the matrix of an operator takes.</summary>
    public static double Bytes(int length) => sizeof(double) * (double)length * length;

    /// <summary>
    /// Row by row, as the products of unit vectors. J itself, d_w times as long, is not kept: multiplying its rows with each other costs more than sending
    /// them through the network again.
    /// </summary>
    public static GramMatrix Of(ISymmetricOperator normal)
    {
        var gram = new GramMatrix(normal.Length);
        var unit = new double[gram.Length];
        for (var i = 0; i < gram.Length; i++)
        {
            unit[i] = 1.0;
            normal.Apply(unit, gram._values.AsSpan(i * gram.Length, gram.Length));
            unit[i] = 0.0;
        }

        gram.Symmetrise();
        return gram;
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> b, Span<double> result)
    {
        for (var i = 0; i < Length; i++)
        {
            result[i] = FlatProducts.Dot(_values.AsSpan(i * Length, Length), b);
        }
    }

    /// <summary>Eigenvalues, ascending, and eigenvectors, one in a row.</summary>
    public (double[] Values, double[][] Vectors) Decompose()
    {
        using var scope = NewDisposeScope();
        var (values, vectors) = linalg.eigh(tensor(_values, [Length, Length], ScalarType.Float64));
        var flat = vectors.t().contiguous();
        var rows = Enumerable.Range(0, Length).Select(i => MemoryMarshal.Cast<byte, double>(flat[i].bytes).ToArray()).ToArray();
        return (MemoryMarshal.Cast<byte, double>(values.bytes).ToArray(), rows);
    }

    /// <summary>Takes the mean of what rounding made different.</summary>
    private void Symmetrise()
    {
        for (var i = 0; i < Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                ref var below = ref _values[(i * Length) + j];
                ref var above = ref _values[(j * Length) + i];
                below = above = (below + above) / 2.0;
            }
        }
    }
}
