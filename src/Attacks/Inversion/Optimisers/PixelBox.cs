using Federated.Learning.Data;

namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>What pixels in [0, 1] become in the normalised space: [-mean / std, (1 - mean) / std] for each channel.</summary>
/// <param name="shape">shape of one image</param>
/// <param name="normalisation">of its channels</param>
/// <param name="samples">n: what lies behind that many samples is no pixel</param>
internal sealed class PixelBox(SampleShape shape, Normalisation normalisation, int samples)
{
    /// <summary>Moves every value to the nearest one in the box.</summary>
    /// <param name="x">images one after the other, channels first, and whatever other variables there are</param>
    public void Project(Span<float> x)
    {
        x = x[..(samples * shape.Size)];
        var plane = shape.Height * shape.Width;
        for (var start = 0; start < x.Length; start += plane)
        {
            var (low, high) = Bounds(start / plane % shape.Channels);
            foreach (ref var value in x.Slice(start, plane))
            {
                value = Math.Min(Math.Max(value, low), high);
            }
        }
    }

    /// <summary>Smallest and largest value of a channel.</summary>
    public (float Low, float High) Bounds(int channel)
    {
        // One mean and deviation may stand for all channels.
        var c = channel % normalisation.Channels;
        var (mean, std) = (normalisation.Mean[c], normalisation.Std[c]);
        return (-mean / std, (1f - mean) / std);
    }
}
