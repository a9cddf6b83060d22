using System.Numerics;
using System.Runtime.InteropServices;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>Sums over flat vectors, in float64 and in an order that depends only on the length.</summary>
internal static class FlatProducts
{
    /// <summary>&lt;a, b&gt;.</summary>
    public static double Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"vectors of {a.Length} and {b.Length} values");
        }

        return typeof(T) == typeof(float)
            ? Dot(MemoryMarshal.Cast<T, float>(a), MemoryMarshal.Cast<T, float>(b))
            : Dot(MemoryMarshal.Cast<T, double>(a), MemoryMarshal.Cast<T, double>(b));
    }

    /// <summary>max |a_i|; NaN if one is.</summary>
    public static double MaxAbs<T>(ReadOnlySpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var most = T.Zero;
        foreach (var value in a)
        {
            most = T.Max(most, T.Abs(value));
        }

        return double.CreateTruncating(most);
    }

    /// <summary>sum |a_i|.</summary>
    public static double SumAbs<T>(ReadOnlySpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = 0.0;
        foreach (var value in a)
        {
            sum += Math.Abs(double.CreateTruncating(value));
        }

        return sum;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i + Vector<float>.Count <= a.Length; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(a[i..]), out var aLow, out var aHigh);
            Vector.Widen(new Vector<float>(b[i..]), out var bLow, out var bHigh);
            even = Vector.FusedMultiplyAdd(aLow, bLow, even);
            odd = Vector.FusedMultiplyAdd(aHigh, bHigh, odd);
        }

        var sum = Vector.Sum(even + odd);
        for (; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var lanes = Vector<double>.Zero;
        var i = 0;
        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count)
        {
            lanes = Vector.FusedMultiplyAdd(new Vector<double>(a[i..]), new Vector<double>(b[i..]), lanes);
        }

        var sum = Vector.Sum(lanes);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
