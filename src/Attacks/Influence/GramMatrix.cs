using System.Runtime.InteropServices;
using Federated.Attacks.Inversion.Optimisers;
using static TorchSharp.torch;

namespace Federated.Attacks.Influence;

/// <summary>J J^T as d_x x d_x numbers: once it is there, a product costs no pass through the network.</summary>
internal sealed class GramMatrix : ISymmetricOperator
{
    /// <summary>Rows of J that are multiplied with each other at once.</summary>
    private const int Block = 128;

    private readonly double[] _values;

    private GramMatrix(int length) => (Length, _values) = (length, new double[checked(length * length)]);

    /// <inheritdoc/>
    public int Length { get; }

    /// <summary>Row by row.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Bytes of J for <see cref="Of"/>.</summary>
    public static double Bytes(IUpdateJacobian jacobian) => sizeof(double) * (double)jacobian.Pixels * jacobian.Parameters;

    /// <summary>d_x products J^T e_i give J, and a matrix product the rest.</summary>
    public static GramMatrix Of(IUpdateJacobian jacobian)
    {
        using var scope = NewDisposeScope();
        var (pixels, parameters) = (jacobian.Pixels, jacobian.Parameters);
        var rows = empty([pixels, parameters], ScalarType.Float64);
        var gram = new GramMatrix(pixels);
        var unit = new double[pixels];
        for (var start = 0; start < pixels; start += Block)
        {
            var end = Math.Min(start + Block, pixels);
            for (var i = start; i < end; i++)
            {
                unit[i] = 1.0;
                jacobian.ApplyTransposed(unit, MemoryMarshal.Cast<byte, double>(rows[i].bytes));
                unit[i] = 0.0;
            }

            using var block = rows.narrow(0, start, end - start).matmul(rows.narrow(0, 0, end).t());
            gram.Place(MemoryMarshal.Cast<byte, double>(block.bytes), start, end);
        }

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

    /// <summary>Rows start to end, up to their own column, and their mirror.</summary>
    private void Place(ReadOnlySpan<double> block, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var value = block[((i - start) * end) + j];
                (_values[(i * Length) + j], _values[(j * Length) + i]) = (value, value);
            }
        }
    }
}
