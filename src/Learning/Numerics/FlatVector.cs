using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Federated.Learning.Numerics;

/// <summary>
/// Fused passes over flat vectors, in float32 or float64. Every destination may be one of the sources.
/// Sums are taken in float64, in an order that depends only on the length.
/// </summary>
public static class FlatVector
{
    /// <summary>Euclidean norm of <paramref name="v"/>.</summary>
    public static double Norm<T>(ReadOnlySpan<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Math.Sqrt(SumOfSquares(v, T.Zero, v, T.Zero, v));

    /// <summary>Euclidean norm of <c>u + b v + c w</c> without storing it.</summary>
    public static double Norm<T>(ReadOnlySpan<T> u, double b, ReadOnlySpan<T> v, double c, ReadOnlySpan<T> w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Math.Sqrt(SumOfSquares(u, T.CreateTruncating(b), v, T.CreateTruncating(c), w));

    /// <summary><c>destination = a u + b v</c>.</summary>
    public static void Combine<T>(Span<T> destination, double a, ReadOnlySpan<T> u, double b, ReadOnlySpan<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireSameLength(destination.Length, u.Length, v.Length, v.Length);
        var (sa, sb) = (T.CreateTruncating(a), T.CreateTruncating(b));
        var (va, vb) = (new Vector<T>(sa), new Vector<T>(sb));
        ref var d0 = ref MemoryMarshal.GetReference(destination);
        ref var u0 = ref MemoryMarshal.GetReference(u);
        ref var v0 = ref MemoryMarshal.GetReference(v);
        nuint i = 0;
        var length = (nuint)destination.Length;
        for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
        {
            var product = vb * Vector.LoadUnsafe(ref v0, i);
            FusedMultiplyAdd(va, Vector.LoadUnsafe(ref u0, i), product).StoreUnsafe(ref d0, i);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref d0, i) = T.FusedMultiplyAdd(sa, Unsafe.Add(ref u0, i), sb * Unsafe.Add(ref v0, i));
        }
    }

    /// <summary><c>destination = a u + b v + c w</c>: one local step in one pass.</summary>
    public static void Combine<T>(
        Span<T> destination, double a, ReadOnlySpan<T> u, double b, ReadOnlySpan<T> v, double c, ReadOnlySpan<T> w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireSameLength(destination.Length, u.Length, v.Length, w.Length);
        var (sa, sb, sc) = (T.CreateTruncating(a), T.CreateTruncating(b), T.CreateTruncating(c));
        var (va, vb, vc) = (new Vector<T>(sa), new Vector<T>(sb), new Vector<T>(sc));
        ref var d0 = ref MemoryMarshal.GetReference(destination);
        ref var u0 = ref MemoryMarshal.GetReference(u);
        ref var v0 = ref MemoryMarshal.GetReference(v);
        ref var w0 = ref MemoryMarshal.GetReference(w);
        nuint i = 0;
        var length = (nuint)destination.Length;
        for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
        {
            var sum = FusedMultiplyAdd(vb, Vector.LoadUnsafe(ref v0, i), vc * Vector.LoadUnsafe(ref w0, i));
            FusedMultiplyAdd(va, Vector.LoadUnsafe(ref u0, i), sum).StoreUnsafe(ref d0, i);
        }

        for (; i < length; i++)
        {
            var sum = T.FusedMultiplyAdd(sb, Unsafe.Add(ref v0, i), sc * Unsafe.Add(ref w0, i));
            Unsafe.Add(ref d0, i) = T.FusedMultiplyAdd(sa, Unsafe.Add(ref u0, i), sum);
        }
    }

    /// <summary><c>destination = a u</c>.</summary>
    public static void Scale<T>(Span<T> destination, double a, ReadOnlySpan<T> u)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Combine(destination, a, u, 0.0, u);

    /// <summary><c>destination += a u</c>.</summary>
    public static void AddScaled<T>(Span<T> destination, double a, ReadOnlySpan<T> u)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Combine(destination, 1.0, destination, a, u);

    /// <summary><c>sum += u</c> in float64.</summary>
    public static void Accumulate<T>(Span<double> sum, ReadOnlySpan<T> u)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireSameLength(sum.Length, u.Length, u.Length, u.Length);
        if (typeof(T) == typeof(float))
        {
            AccumulateSingles(sum, MemoryMarshal.Cast<T, float>(u));
            return;
        }

        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += double.CreateTruncating(u[i]);
        }
    }

    /// <summary>|u - v|^2 in float64.</summary>
    public static double SquaredDistance<T>(ReadOnlySpan<double> u, ReadOnlySpan<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireSameLength(u.Length, v.Length, v.Length, v.Length);
        var sum = 0.0;
        var i = 0;
        if (typeof(T) == typeof(float))
        {
            var singles = MemoryMarshal.Cast<T, float>(v);
            var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
            for (; i + Vector<float>.Count <= u.Length; i += Vector<float>.Count)
            {
                Vector.Widen(new Vector<float>(singles[i..]), out var low, out var high);
                low -= new Vector<double>(u[i..]);
                high -= new Vector<double>(u[(i + Vector<double>.Count)..]);
                even = Vector.FusedMultiplyAdd(low, low, even);
                odd = Vector.FusedMultiplyAdd(high, high, odd);
            }

            sum = Vector.Sum(even + odd);
        }

        for (; i < u.Length; i++)
        {
            var difference = double.CreateTruncating(v[i]) - u[i];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>Whether every value is finite.</summary>
    public static bool IsFinite<T>(ReadOnlySpan<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // x - x is 0 for finite x and NaN otherwise; NaN survives the sum.
        var lanes = Vector<T>.Zero;
        var i = 0;
        for (; i + Vector<T>.Count <= v.Length; i += Vector<T>.Count)
        {
            var x = new Vector<T>(v[i..]);
            lanes += x - x;
        }

        var rest = Vector.Sum(lanes);
        for (; i < v.Length; i++)
        {
            rest += v[i] - v[i];
        }

        return rest == T.Zero;
    }

    private static void AccumulateSingles(Span<double> sum, ReadOnlySpan<float> u)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= u.Length; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(u[i..]), out var low, out var high);
            (new Vector<double>(sum[i..]) + low).CopyTo(sum[i..]);
            (new Vector<double>(sum[(i + Vector<double>.Count)..]) + high).CopyTo(sum[(i + Vector<double>.Count)..]);
        }

        for (; i < u.Length; i++)
        {
            sum[i] += u[i];
        }
    }

    private static double SumOfSquares<T>(ReadOnlySpan<T> u, T b, ReadOnlySpan<T> v, T c, ReadOnlySpan<T> w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireSameLength(u.Length, v.Length, w.Length, w.Length);
        var plain = T.IsZero(b) && T.IsZero(c);
        var (vb, vc) = (new Vector<T>(b), new Vector<T>(c));
        var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
        ref var u0 = ref MemoryMarshal.GetReference(u);
        ref var v0 = ref MemoryMarshal.GetReference(v);
        ref var w0 = ref MemoryMarshal.GetReference(w);
        nuint i = 0;
        var length = (nuint)u.Length;
        for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
        {
            var x = Vector.LoadUnsafe(ref u0, i);
            if (!plain)
            {
                x = FusedMultiplyAdd(vb, Vector.LoadUnsafe(ref v0, i), x);
                x = FusedMultiplyAdd(vc, Vector.LoadUnsafe(ref w0, i), x);
            }

            AddSquares(x, ref even, ref odd);
        }

        var sum = Vector.Sum(even + odd);
        for (; i < length; i++)
        {
            var x = Unsafe.Add(ref u0, i) + (b * Unsafe.Add(ref v0, i)) + (c * Unsafe.Add(ref w0, i));
            var wide = double.CreateTruncating(x);
            sum += wide * wide;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSquares<T>(Vector<T> x, ref Vector<double> even, ref Vector<double> odd)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Vector.Widen(Vector.AsVectorSingle(x), out var low, out var high);
            even = Vector.FusedMultiplyAdd(low, low, even);
            odd = Vector.FusedMultiplyAdd(high, high, odd);
        }
        else
        {
            var wide = Vector.AsVectorDouble(x);
            even = Vector.FusedMultiplyAdd(wide, wide, even);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> FusedMultiplyAdd<T>(Vector<T> a, Vector<T> b, Vector<T> c)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return Vector.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>();
        }

        return Vector.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();
    }

    private static void RequireSameLength(int a, int b, int c, int d)
    {
        if (a != b || a != c || a != d)
        {
            throw new ArgumentException($"Vectors of lengths {a}, {b}, {c} and {d} cannot be combined.");
        }
    }
}
