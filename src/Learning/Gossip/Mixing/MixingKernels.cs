using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Federated.Learning.Gossip;

/// <summary>
/// One gossip step on a strip of columns of all models, from a frozen snapshot: a strip is four vectors wide, so that those of a hundred
/// nodes stay in the first cache however often neighbours read them.
/// </summary>
internal static unsafe class MixingKernels
{
    /// <summary>Columns of a strip: 64 in float32, 32 in float64.</summary>
    public static int Columns<T>()
        where T : unmanaged => 4 * Vector512<T>.Count;

    /// <summary>Computes every node's next columns.</summary>
    /// <param name="plan">the weights</param>
    /// <param name="x">snapshot, a strip [n, columns]</param>
    /// <param name="y">where each node's columns go; none of it in x</param>
    public static void Step<T>(MixingPlan<T> plan, T* x, T** y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (plan.IsDense)
        {
            Dense(plan, x, y);
        }
        else
        {
            Sparse(plan, x, y);
        }
    }

    /// <summary>
    /// Copies every node's columns into a strip, and asks for those of a later strip: memory is busy while this one is mixed.
    /// </summary>
    /// <param name="nodes">n</param>
    /// <param name="rows">where each node's columns are</param>
    /// <param name="ahead">how many columns on the later strip is; what is asked for need not exist</param>
    /// <param name="x">a strip [n, columns], overwritten</param>
    public static void Gather<T>(int nodes, T** rows, int ahead, T* x)
        where T : unmanaged
    {
        nint lanes = Vector512<T>.Count;
        for (var i = 0; i < nodes; i++)
        {
            var row = rows[i];
            if (Sse.IsSupported)
            {
                var later = row + ahead;
                Sse.Prefetch1(later);
                Sse.Prefetch1(later + lanes);
                Sse.Prefetch1(later + (2 * lanes));
                Sse.Prefetch1(later + (3 * lanes));
            }

            Store(x, Vector512.Load(row), Vector512.Load(row + lanes), Vector512.Load(row + (2 * lanes)), Vector512.Load(row + (3 * lanes)));
            x += 4 * lanes;
        }
    }

    private static void Sparse<T>(MixingPlan<T> plan, T* x, T** y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (int* starts = plan.Starts, sources = plan.Sources)
        fixed (T* weights = plan.Weights)
        {
            for (nint i = 0; i < plan.Nodes; i++)
            {
                Row(sources + starts[i], weights + starts[i], starts[i + 1] - starts[i], x, i, y[i]);
            }
        }
    }

    /// <summary>x_i + sum_j w_ij (x_j - x_i), both differences the other way around: the same bits and one load less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<T>(int* sources, T* weights, int count, T* x, nint node, T* y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint lanes = Vector512<T>.Count;
        var own = x + (node * 4 * lanes);
        var (x0, x1) = (Vector512.Load(own), Vector512.Load(own + lanes));
        var (x2, x3) = (Vector512.Load(own + (2 * lanes)), Vector512.Load(own + (3 * lanes)));
        var (y0, y1, y2, y3) = (x0, x1, x2, x3);
        for (var k = 0; k < count; k++)
        {
            var w = -Vector512.Create(weights[k]);
            var z = x + (sources[k] * 4 * lanes);
            y0 = FusedMultiplyAdd(w, x0 - Vector512.Load(z), y0);
            y1 = FusedMultiplyAdd(w, x1 - Vector512.Load(z + lanes), y1);
            y2 = FusedMultiplyAdd(w, x2 - Vector512.Load(z + (2 * lanes)), y2);
            y3 = FusedMultiplyAdd(w, x3 - Vector512.Load(z + (3 * lanes)), y3);
        }

        Store(y, y0, y1, y2, y3);
    }

    /// <summary>sum_j w_ij x_j. The last six nodes are a group of their own: where groups overlap, both write the same.</summary>
    private static void Dense<T>(MixingPlan<T> plan, T* x, T** y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint n = plan.Nodes;
        fixed (T* w = plan.Dense)
        {
            for (nint i = 0; i < n; i += 6)
            {
                var first = Math.Min(i, n - 6);
                SixByFour(n, w + (first * n), x, y + first);
            }
        }
    }

    /// <summary>Six nodes, four vectors of columns.</summary>
    private static void SixByFour<T>(nint n, T* w, T* x, T** y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint lanes = Vector512<T>.Count;
        var z = Vector512<T>.Zero;
        var (a0, a1, a2, a3) = (z, z, z, z);
        var (b0, b1, b2, b3) = (z, z, z, z);
        var (c0, c1, c2, c3) = (z, z, z, z);
        var (d0, d1, d2, d3) = (z, z, z, z);
        var (e0, e1, e2, e3) = (z, z, z, z);
        var (f0, f1, f2, f3) = (z, z, z, z);
        var n2 = 2 * n;
        var v = w + (3 * n);
        for (var j = n; j > 0; j--)
        {
            var (x0, x1) = (Vector512.Load(x), Vector512.Load(x + lanes));
            var (x2, x3) = (Vector512.Load(x + (2 * lanes)), Vector512.Load(x + (3 * lanes)));
            var s = Vector512.Create(*w);
            a0 = FusedMultiplyAdd(s, x0, a0);
            a1 = FusedMultiplyAdd(s, x1, a1);
            a2 = FusedMultiplyAdd(s, x2, a2);
            a3 = FusedMultiplyAdd(s, x3, a3);
            s = Vector512.Create(w[n]);
            b0 = FusedMultiplyAdd(s, x0, b0);
            b1 = FusedMultiplyAdd(s, x1, b1);
            b2 = FusedMultiplyAdd(s, x2, b2);
            b3 = FusedMultiplyAdd(s, x3, b3);
            s = Vector512.Create(w[n2]);
            c0 = FusedMultiplyAdd(s, x0, c0);
            c1 = FusedMultiplyAdd(s, x1, c1);
            c2 = FusedMultiplyAdd(s, x2, c2);
            c3 = FusedMultiplyAdd(s, x3, c3);
            s = Vector512.Create(*v);
            d0 = FusedMultiplyAdd(s, x0, d0);
            d1 = FusedMultiplyAdd(s, x1, d1);
            d2 = FusedMultiplyAdd(s, x2, d2);
            d3 = FusedMultiplyAdd(s, x3, d3);
            s = Vector512.Create(v[n]);
            e0 = FusedMultiplyAdd(s, x0, e0);
            e1 = FusedMultiplyAdd(s, x1, e1);
            e2 = FusedMultiplyAdd(s, x2, e2);
            e3 = FusedMultiplyAdd(s, x3, e3);
            s = Vector512.Create(v[n2]);
            f0 = FusedMultiplyAdd(s, x0, f0);
            f1 = FusedMultiplyAdd(s, x1, f1);
            f2 = FusedMultiplyAdd(s, x2, f2);
            f3 = FusedMultiplyAdd(s, x3, f3);
            x += 4 * lanes;
            w++;
            v++;
        }

        Store(y[0], a0, a1, a2, a3);
        Store(y[1], b0, b1, b2, b3);
        Store(y[2], c0, c1, c2, c3);
        Store(y[3], d0, d1, d2, d3);
        Store(y[4], e0, e1, e2, e3);
        Store(y[5], f0, f1, f2, f3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* y, Vector512<T> v0, Vector512<T> v1, Vector512<T> v2, Vector512<T> v3)
        where T : unmanaged
    {
        nint lanes = Vector512<T>.Count;
        v0.Store(y);
        v1.Store(y + lanes);
        v2.Store(y + (2 * lanes));
        v3.Store(y + (3 * lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> FusedMultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
        }

        return Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
    }
}
