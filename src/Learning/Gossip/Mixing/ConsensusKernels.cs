using System.Numerics;
using Federated.Learning.Numerics;

namespace Federated.Learning.Gossip;

/// <summary>Sums over the models' columns, in float64.</summary>
internal static unsafe class ConsensusKernels
{
    /// <summary>Measures a strip of columns.</summary>
    /// <param name="x">[n, stride]</param>
    /// <param name="nodes">n</param>
    /// <param name="stride">from one model to the next</param>
    /// <param name="means">one for each column that counts, overwritten</param>
    public static StripMean Measure<T>(T* x, int nodes, int stride, Span<double> means)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        means.Clear();
        for (var i = 0; i < nodes; i++)
        {
            FlatVector.Accumulate(means, new ReadOnlySpan<T>(x + ((nint)i * stride), means.Length));
        }

        foreach (ref var mean in means)
        {
            mean /= nodes;
        }

        var distance = 0.0;
        for (var i = 0; i < nodes; i++)
        {
            distance += FlatVector.SquaredDistance(means, new ReadOnlySpan<T>(x + ((nint)i * stride), means.Length));
        }

        return new StripMean(means, distance);
    }
}
