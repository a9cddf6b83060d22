using Federated.Learning.Randomness;

namespace Federated.Learning.Parameters;

/// <summary>Distribution of a tensor's first values: uniform on [-bound, bound], normal, or a constant.</summary>
public readonly record struct Initialiser
{
    private enum Family
    {
        Constant,
        Uniform,
        Normal,
    }

    private Family Kind { get; init; }

    private double Value { get; init; }

    /// <summary>Every value the same.</summary>
    public static Initialiser Constant(double value) => new() { Kind = Family.Constant, Value = value };

    /// <summary>U(-bound, bound).</summary>
    public static Initialiser Uniform(double bound) => new() { Kind = Family.Uniform, Value = bound };

    /// <summary>U(-1/sqrt(fan_in), 1/sqrt(fan_in)): PyTorch's default for convolutions and linear layers, weight and bias.</summary>
    public static Initialiser FanIn(long fanIn) => new() { Kind = Family.Uniform, Value = 1.0 / Math.Sqrt(fanIn) };

    /// <summary>U(-b, b) with b = sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio 2010).</summary>
    public static Initialiser Glorot(long fanIn, long fanOut) =>
        new() { Kind = Family.Uniform, Value = Math.Sqrt(6.0 / (fanIn + fanOut)) };

    /// <summary>N(0, deviation^2).</summary>
    public static Initialiser Normal(double deviation) => new() { Kind = Family.Normal, Value = deviation };

    /// <summary>N(0, 2 / fan_out): Kaiming initialisation for ReLU networks (He et al. 2015), fan-out mode.</summary>
    public static Initialiser KaimingFanOut(long fanOut) => Normal(Math.Sqrt(2.0 / fanOut));

    /// <summary>Fills a tensor from its stream.</summary>
    public void Fill(Span<float> values, KeyedStream stream)
    {
        switch (Kind)
        {
            case Family.Uniform:
                foreach (ref var value in values)
                {
                    value = (float)(Value * ((2.0 * stream.NextSingle()) - 1.0));
                }

                break;
            case Family.Normal:
                foreach (ref var value in values)
                {
                    value = (float)(Value * stream.NextGaussian());
                }

                break;
            default:
                values.Fill((float)Value);
                break;
        }
    }
}
