using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Federated.Learning.Numerics;

namespace Federated.Learning.Gossip;

/// <summary>A gossip step of a single node, for nodes that have their neighbours' messages and no others: the same bits as <see cref="MixingKernels"/>.</summary>
internal static class RowMixing
{
    /// <summary>Elements that stay in the first cache while all sources are added to them.</summary>
    private const int Block = 1024;

    /// <summary>Computes a node's next iterate.</summary>
    /// <param name="w">weights of the round as planned</param>
    /// <param name="node">who</param>
    /// <param name="own">its iterate, length d</param>
    /// <param name="sources">those of its sources, in the order of <see cref="Graph.Sources"/>; null: it did not arrive, and its weight stays here</param>
    /// <param name="y">overwritten, none of the others</param>
    public static void Step<T>(MixingMatrix w, int node, T[] own, T[]?[] sources, T[] y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weights = w.Weights(node).ToArray().Select(T.CreateChecked).ToArray();
        if (w.IsDense)
        {
            Dense(w.Graph.Sources(node), weights, node, own, sources, y);
        }
        else
        {
            Sparse(weights, own, sources, y);
        }
    }

    /// <summary>x_i + sum_j w_ij (x_j - x_i).</summary>
    private static void Sparse<T>(T[] weights, T[] own, T[]?[] sources, T[] y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var from = 0; from < y.Length; from += Block)
        {
            var part = Part(y, from);
            var x = Part(own, from);
            x.CopyTo(part);
            for (var k = 0; k < sources.Length; k++)
            {
                if (sources[k] is { } z)
                {
                    AddDifference(part, -weights[k], x, Part(z, from));
                }
            }
        }
    }

    /// <summary>sum_j w_ij x_j, the node itself among them in its place.</summary>
    private static void Dense<T>(ReadOnlySpan<int> ids, T[] weights, int node, T[] own, T[]?[] sources, T[] y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var terms = new List<(int Node, T Weight, T[] X)>();
        var others = 0.0;
        for (var k = 0; k < sources.Length; k++)
        {
            if (sources[k] is { } z)
            {
                terms.Add((ids[k], weights[k], z));
                others += double.CreateChecked(weights[k]);
            }
        }

        terms.Add((node, T.CreateChecked(1.0 - others), own));
        terms.Sort(static (a, b) => a.Node.CompareTo(b.Node));
        for (var from = 0; from < y.Length; from += Block)
        {
            var part = Part(y, from);
            part.Clear();
            foreach (var (_, weight, x) in terms)
            {
                AddProduct(part, weight, Part(x, from));
            }
        }
    }

    private static Span<T> Part<T>(T[] x, int from) => x.AsSpan(from, Math.Min(Block, x.Length - from));

    private static void AddDifference<T>(Span<T> y, T minusWeight, ReadOnlySpan<T> x, ReadOnlySpan<T> z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var y0 = ref MemoryMarshal.GetReference(y);
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var z0 = ref MemoryMarshal.GetReference(z);
        var w = new Vector<T>(minusWeight);
        nuint i = 0;
        for (; i + (nuint)Vector<T>.Count <= (nuint)y.Length; i += (nuint)Vector<T>.Count)
        {
            var difference = Vector.LoadUnsafe(ref x0, i) - Vector.LoadUnsafe(ref z0, i);
            FlatVector.FusedMultiplyAdd(w, difference, Vector.LoadUnsafe(ref y0, i)).StoreUnsafe(ref y0, i);
        }

        for (; i < (nuint)y.Length; i++)
        {
            ref var sum = ref Unsafe.Add(ref y0, i);
            sum = T.FusedMultiplyAdd(minusWeight, Unsafe.Add(ref x0, i) - Unsafe.Add(ref z0, i), sum);
        }
    }

    private static void AddProduct<T>(Span<T> y, T weight, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var y0 = ref MemoryMarshal.GetReference(y);
        ref var x0 = ref MemoryMarshal.GetReference(x);
        var w = new Vector<T>(weight);
        nuint i = 0;
        for (; i + (nuint)Vector<T>.Count <= (nuint)y.Length; i += (nuint)Vector<T>.Count)
        {
            FlatVector.FusedMultiplyAdd(w, Vector.LoadUnsafe(ref x0, i), Vector.LoadUnsafe(ref y0, i)).StoreUnsafe(ref y0, i);
        }

        for (; i < (nuint)y.Length; i++)
        {
            ref var sum = ref Unsafe.Add(ref y0, i);
            sum = T.FusedMultiplyAdd(weight, Unsafe.Add(ref x0, i), sum);
        }
    }
}
