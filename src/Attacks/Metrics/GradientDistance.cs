using System.Numerics;

namespace Federated.Attacks.Metrics;

/// <summary>How far two gradients are apart.</summary>
/// <param name="Squared">|a - b|^2, summed over all entries: the objective of DLG</param>
/// <param name="OneMinusCosine">1 - cos(a, b), from 0 to 2; 1 when one of them is zero: the objective of Inverting Gradients</param>
public sealed record GradientDistance(double Squared, double OneMinusCosine)
{
    /// <summary>Measures.</summary>
    /// <param name="a">length d</param>
    /// <param name="b">length d</param>
    public static GradientDistance Between<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        var (squared, product, aa, bb) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            var (x, y) = (double.CreateTruncating(a[i]), double.CreateTruncating(b[i]));
            squared += (x - y) * (x - y);
            product += x * y;
            aa += x * x;
            bb += y * y;
        }

        var norms = Math.Sqrt(aa * bb);
        return new GradientDistance(squared, norms > 0.0 ? 1.0 - (product / norms) : 1.0);
    }
}
