using Federated.Learning.Data;

namespace Federated.Attacks.Metrics;

/// <summary>From the network's inputs back to pixels.</summary>
public static class UnitPixels
{
    /// <summary>mean + std x, clamped to [0, 1]; what a diverged attack left as NaN is black.</summary>
    /// <param name="inputs">normalised samples one after the other, channels first</param>
    /// <param name="shape">shape of one sample</param>
    /// <param name="normalisation">how pixels became inputs</param>
    public static float[] From(ReadOnlySpan<float> inputs, SampleShape shape, Normalisation normalisation)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(normalisation.Channels, shape.Channels);
        var plane = shape.Height * shape.Width;
        var result = new float[inputs.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var c = i / plane % shape.Channels;
            var pixel = normalisation.Mean[c] + (normalisation.Std[c] * inputs[i]);
            result[i] = float.IsNaN(pixel) ? 0f : Math.Clamp(pixel, 0f, 1f);
        }

        return result;
    }
}
