using System.Numerics;
using Federated.Learning.Data;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>Total variation of images, with its derivative; any number of channels, each on its own.</summary>
/// <param name="shape">shape of one image</param>
/// <param name="form">which of the published forms</param>
internal sealed class ImageVariation(SampleShape shape, VariationForm form)
{
    private const double Epsilon = 1e-8;

    /// <summary>weight * TV(x); adds its derivative.</summary>
    /// <param name="x">images one after the other, channels first</param>
    /// <param name="weight">factor</param>
    /// <param name="gradient">as long as x</param>
    public double Add<T>(ReadOnlySpan<T> x, double weight, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var plane = shape.Height * shape.Width;
        var planes = x.Length / plane;
        var sum = 0.0;
        for (var start = 0; start < x.Length; start += plane)
        {
            var from = x.Slice(start, plane);
            var to = gradient.Slice(start, plane);
            sum += form is VariationForm.Sum or VariationForm.Half ? AddMeans(from, weight, planes, to) : AddPadded(from, weight / x.Length, to);
        }

        return sum;
    }

    private double AddMeans<T>(ReadOnlySpan<T> x, double weight, int planes, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (h, w) = (shape.Height, shape.Width);
        var half = form is VariationForm.Half ? 0.5 : 1.0;
        var across = half * weight / ((double)planes * h * Math.Max(1, w - 1));
        var down = half * weight / ((double)planes * Math.Max(1, h - 1) * w);
        var (sumAcross, sumDown) = (0.0, 0.0);
        for (var row = 0; row < h; row++)
        {
            for (var at = row * w; at < (row * w) + w - 1; at++)
            {
                sumAcross += AddDifference(x, at, at + 1, across, gradient);
            }
        }

        for (var at = 0; at < (h - 1) * w; at++)
        {
            sumDown += AddDifference(x, at, at + w, down, gradient);
        }

        return (across * sumAcross) + (down * sumDown);
    }

    /// <summary>|x_b - x_a|; adds its derivative times a weight.</summary>
    private static double AddDifference<T>(ReadOnlySpan<T> x, int a, int b, double weight, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var d = x[b] - x[a];
        var slope = T.IsZero(d) ? T.Zero : T.CopySign(T.CreateTruncating(weight), d);
        gradient[b] += slope;
        gradient[a] -= slope;
        return Math.Abs(double.CreateTruncating(d));
    }

    private double AddPadded<T>(ReadOnlySpan<T> x, double weight, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (h, w) = (shape.Height, shape.Width);
        var sum = 0.0;
        for (var at = 0; at < h * w; at++)
        {
            var value = double.CreateTruncating(x[at]);
            var (right, below) = (at % w < w - 1 ? at + 1 : -1, at / w < h - 1 ? at + w : -1);
            var dx = (right < 0 ? 0.0 : double.CreateTruncating(x[right])) - value;
            var dy = (below < 0 ? 0.0 : double.CreateTruncating(x[below])) - value;
            var (ax, ay) = (Math.Abs(dx) + Epsilon, Math.Abs(dy) + Epsilon);
            var root = form is VariationForm.Isotropic ? Math.Sqrt((ax * ax) + (ay * ay)) : 1.0;
            sum += form is VariationForm.Isotropic ? root : ax + ay;
            // d/dx of (ax^p + ay^p)^q.
            var (slopeX, slopeY) = form is VariationForm.Isotropic ? (ax / root * Math.Sign(dx), ay / root * Math.Sign(dy)) : (Math.Sign(dx), Math.Sign(dy));
            gradient[at] -= T.CreateTruncating(weight * (slopeX + slopeY));
            AddAt(gradient, right, weight * slopeX);
            AddAt(gradient, below, weight * slopeY);
        }

        return weight * sum;
    }

    private static void AddAt<T>(Span<T> gradient, int at, double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (at >= 0)
        {
            gradient[at] += T.CreateTruncating(value);
        }
    }
}
