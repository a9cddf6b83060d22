using System.Numerics;
using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Data;

namespace Federated.Attacks.Inversion.Unrolled;

/// <summary>What images of DLFA pay for being rough or outside [0, 1]: sums over pixels, means over images.</summary>
/// <param name="shape">shape of one image</param>
/// <param name="normalisation">of its channels</param>
internal sealed class ImagePenalties(SampleShape shape, Normalisation normalisation)
{
    /// <summary>weight times the squared differences of neighbours to the right and below, the last next to the first; adds its derivative.</summary>
    public double AddCircularVariation<T>(ReadOnlySpan<T> x, double weight, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (h, w, sum) = (shape.Height, shape.Width, 0.0);
        var factor = weight * shape.Size / x.Length;
        for (var start = 0; start < x.Length; start += h * w)
        {
            for (var at = 0; at < h * w; at++)
            {
                var (row, column) = (at / w, at % w);
                sum += AddSquare(x, start + at, start + (row * w) + ((column + 1) % w), factor, gradient);
                sum += AddSquare(x, start + at, start + ((row + 1) % h * w) + column, factor, gradient);
            }
        }

        return factor * sum;
    }

    /// <summary>weight times the squared distance of pixels to [0, 1]; adds its derivative.</summary>
    public double AddClip<T>(ReadOnlySpan<T> x, double weight, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var box = new PixelBox(shape, normalisation, x.Length / shape.Size);
        var (plane, sum) = (shape.Height * shape.Width, 0.0);
        var factor = weight * shape.Size / x.Length;
        for (var start = 0; start < x.Length; start += plane)
        {
            var c = start / plane % shape.Channels;
            var (low, high) = box.Bounds(c);
            double std = normalisation.Std[c % normalisation.Channels];
            for (var at = start; at < start + plane; at++)
            {
                var value = double.CreateTruncating(x[at]);
                var outside = std * (value - Math.Clamp(value, low, high));
                sum += outside * outside;
                gradient[at] += T.CreateTruncating(2.0 * factor * std * outside);
            }
        }

        return factor * sum;
    }

    private static double AddSquare<T>(ReadOnlySpan<T> x, int a, int b, double factor, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var d = x[b] - x[a];
        var slope = T.CreateTruncating(2.0 * factor) * d;
        gradient[b] += slope;
        gradient[a] -= slope;
        return double.CreateTruncating(d * d);
    }
}
