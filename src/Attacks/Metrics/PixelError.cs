namespace Federated.Attacks.Metrics;

/// <summary>Mean squared error and peak signal-to-noise ratio of pixels in [0, 1], in float64.</summary>
public static class PixelError
{
    /// <summary>Decibels at which <see cref="PeakSignalToNoise"/> ends: a mean squared error of 1e-10.</summary>
    public const double Cap = 100.0;

    /// <summary>Mean of (a - b)^2.</summary>
    public static double MeanSquared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        ArgumentOutOfRangeException.ThrowIfZero(a.Length);
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            var difference = (double)a[i] - b[i];
            sum += difference * difference;
        }

        return sum / a.Length;
    }

    /// <summary>10 log10(1 / MSE) in dB, at most <see cref="Cap"/>.</summary>
    /// <param name="meanSquared">mean squared error of one image</param>
    public static double PeakSignalToNoise(double meanSquared) => Math.Min(Cap, -10.0 * Math.Log10(meanSquared));
}
