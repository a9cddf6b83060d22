using System.Numerics;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Identity;

/// <summary>One row of features for each update.</summary>
/// <param name="rows">number of updates</param>
/// <param name="width">number of features</param>
public sealed class FeatureMatrix(int rows, int width)
{
    private readonly float[] _values = new float[checked(rows * width)];

    /// <summary>Number of updates.</summary>
    public int Rows => rows;

    /// <summary>Number of features.</summary>
    public int Width => width;

    /// <summary>All rows, one after the other.</summary>
    public Span<float> Values => _values;

    /// <summary>Features of one update.</summary>
    public Span<float> this[int row] => _values.AsSpan(row * width, width);

    /// <summary>Scales every row to length 1; a row of zeros stays.</summary>
    public void Normalise()
    {
        for (var i = 0; i < rows; i++)
        {
            var norm = FlatVector.Norm<float>(this[i]);
            if (norm > 0.0)
            {
                FlatVector.Combine<float>(this[i], 1.0 / norm, this[i], 0.0, this[i]);
            }
        }
    }

    /// <summary>Inner products of all rows with all rows of another matrix, on all cores.</summary>
    /// <param name="other">as wide</param>
    /// <param name="cancellation">ends it between two rows</param>
    /// <returns>[rows, other's rows]</returns>
    public double[,] Products(FeatureMatrix other, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Width, width);
        var products = new double[rows, other.Rows];
        Parallel.For(0, rows, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            for (var j = 0; j < other.Rows; j++)
            {
                products[i, j] = Dot(this[i], other[j]);
            }
        });
        return products;
    }

    /// <summary>Sum of products: blocks in float32, their sum in float64.</summary>
    internal static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        const int Block = 1024;
        var sum = 0.0;
        for (var start = 0; start < a.Length; start += Block)
        {
            var length = Math.Min(Block, a.Length - start);
            sum += DotBlock(a.Slice(start, length), b.Slice(start, length));
        }

        return sum;
    }

    private static float DotBlock(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (even, odd) = (Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i + (2 * Vector<float>.Count) <= a.Length; i += 2 * Vector<float>.Count)
        {
            even = Vector.FusedMultiplyAdd(new Vector<float>(a[i..]), new Vector<float>(b[i..]), even);
            odd = Vector.FusedMultiplyAdd(new Vector<float>(a[(i + Vector<float>.Count)..]), new Vector<float>(b[(i + Vector<float>.Count)..]), odd);
        }

        var sum = Vector.Sum(even + odd);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
