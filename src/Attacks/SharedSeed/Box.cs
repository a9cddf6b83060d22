using Federated.Learning.Data;
using MathNet.Numerics.LinearAlgebra;

namespace Federated.Attacks.SharedSeed;

/// <summary>The range of normalised pixels: [-mean / std, (1 - mean) / std] of each channel.</summary>
/// <param name="low">lower end of each number</param>
/// <param name="high">upper end of each number</param>
internal sealed class Box(float[] low, float[] high)
{
    /// <summary>Numbers in all samples.</summary>
    public int Length => low.Length;

    /// <summary>The range of some samples.</summary>
    public static Box Of(Normalisation normalisation, SampleShape shape, int samples)
    {
        var (low, high) = (new float[samples * shape.Size], new float[samples * shape.Size]);
        Array.Fill(high, 1.0f);
        normalisation.Apply(low, shape);
        normalisation.Apply(high, shape);
        return new Box(low, high);
    }

    /// <summary>The mean of the data, or the nearest to it in range.</summary>
    public Vector<double> Middle()
    {
        var x = Vector<double>.Build.Dense(Length);
        Clamp(x);
        return x;
    }

    /// <summary>Moves numbers into their ranges.</summary>
    public void Clamp(Vector<double> x)
    {
        for (var i = 0; i < Length; i++)
        {
            x[i] = Math.Clamp(x[i], low[i], high[i]);
        }
    }
}
