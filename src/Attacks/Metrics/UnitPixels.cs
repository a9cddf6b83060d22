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
        var result = inputs.ToArray();
        normalisation.Undo(result, shape);
        foreach (ref var pixel in result.AsSpan())
        {
            pixel = float.IsNaN(pixel) ? 0f : Math.Clamp(pixel, 0f, 1f);
        }

        return result;
    }
}
