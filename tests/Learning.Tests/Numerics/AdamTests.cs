using Federated.Learning.Numerics;
using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Learning.Tests.Numerics;

public sealed class AdamTests
{
    /// <summary>37 is no multiple of a register: the tail is walked too.</summary>
    private const int Length = 37;

    [Fact]
    public void It_follows_the_paper()
    {
        var stream = new KeyedStream(3, Purpose.SyntheticData);
        var adam = new Adam(Length, 0.9, 0.95);
        var (x, m, v, expected) = (new float[Length], new double[Length], new double[Length], new double[Length]);
        for (var t = 1; t <= 6; t++)
        {
            var gradient = new float[Length];
            foreach (ref var value in gradient.AsSpan())
            {
                value = (float)stream.NextGaussian();
            }

            adam.Step(x, gradient, scale: 0.5, rate: 0.01 * t);
            for (var i = 0; i < Length; i++)
            {
                var g = 0.5 * gradient[i];
                m[i] = (0.9 * m[i]) + (0.1 * g);
                v[i] = (0.95 * v[i]) + (0.05 * g * g);
                expected[i] -= 0.01 * t * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.95, t))) + 1e-8);
            }
        }

        Assert.Equal(expected, x.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.All(x, value => Assert.NotEqual(0.0f, value));
    }

    [Fact]
    public void Vectors_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => new Adam(Length, 0.9, 0.95).Step(new float[Length], new float[Length - 1], 1.0, 0.1));
}
