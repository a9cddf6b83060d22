using System.Numerics;
using Federated.Learning.Randomness;

namespace Federated.Learning.Numerics;

/// <summary>Rounds numbers at random to multiples of their largest magnitude divided by 2^(b-1) - 1, or with one bit to plus or minus that magnitude; unbiased.</summary>
internal static class StochasticQuantiser
{
    /// <summary>Rounds in place: sign(v) (max / s) (floor(a) + Bernoulli(a - floor(a))), a = s |v| / max, s = 2^(b-1) - 1.</summary>
    public static void Round<T>(Span<T> values, int bits, ref KeyedStream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var max = Largest<T>(values);

        // Nothing to round; and a diverged node must stay noticed.
        if (max == 0.0 || !double.IsFinite(max))
        {
            return;
        }

        if (bits == 1)
        {
            RoundToEnds(values, max, ref stream);
            return;
        }

        var levels = (1 << (bits - 1)) - 1;
        foreach (ref var value in values)
        {
            var scaled = levels * Math.Abs(double.CreateTruncating(value)) / max;
            var level = Math.Floor(scaled);
            level += stream.NextSingle() < scaled - level ? 1.0 : 0.0;
            value = T.CreateTruncating(Math.CopySign(max / levels * level, double.CreateTruncating(value)));
        }
    }

    /// <summary>Largest magnitude; NaN if one of them is.</summary>
    public static double Largest<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var max = 0.0;
        foreach (var value in values)
        {
            max = Math.Max(max, Math.Abs(double.CreateTruncating(value)));
        }

        return max;
    }

    /// <summary>One bit: plus or minus the largest magnitude.</summary>
    private static void RoundToEnds<T>(Span<T> values, double max, ref KeyedStream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var value in values)
        {
            var up = (1.0 + (double.CreateTruncating(value) / max)) / 2.0;
            value = T.CreateTruncating(stream.NextSingle() < up ? max : -max);
        }
    }
}
