using System.Numerics;
using Federated.Learning.Randomness;

namespace Federated.Learning.Privacy;

/// <summary>Adds keyed noise to flat vectors; drawn in float64, rounded once.</summary>
internal static class Noise
{
    /// <summary>Adds normal numbers: Box and Muller, both branches, 64 random bits for each number.</summary>
    public static void AddGaussian<T>(Span<T> values, double std, ref KeyedStream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < values.Length; i += 2)
        {
            var radius = std * Math.Sqrt(-2.0 * Math.Log(1.0 - stream.NextDouble()));
            var (sine, cosine) = Math.SinCos(2.0 * Math.PI * stream.NextDouble());
            values[i] += T.CreateTruncating(radius * cosine);
            if (i + 1 < values.Length)
            {
                values[i + 1] += T.CreateTruncating(radius * sine);
            }
        }
    }

    /// <summary>Adds Laplace numbers of scale std / sqrt(2) by inversion.</summary>
    public static void AddLaplace<T>(Span<T> values, double std, ref KeyedStream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var scale = std / Math.Sqrt(2.0);
        foreach (ref var value in values)
        {
            // The centre of each of 2^53 cells: neither end of [-1, 1] is ever hit.
            var u = (2.0 * stream.NextDouble()) - 1.0 + (1.0 / (1UL << 53));
            value += T.CreateTruncating(-Math.CopySign(scale * Math.Log(1.0 - Math.Abs(u)), u));
        }
    }
}
