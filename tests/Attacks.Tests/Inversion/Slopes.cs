using Federated.Attacks.Inversion.Optimisers;
using Federated.Attacks.Tests.Derivatives;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>Compares derivatives with central differences along random directions.</summary>
internal static class Slopes
{
    /// <summary>Asserts that an objective's derivative is that of its value.</summary>
    public static void AssertRight(IObjective<double> f, double[] x, double tolerance = 1e-6)
    {
        var gradient = new double[x.Length];
        f.Evaluate(x, gradient);
        var spare = new double[x.Length];
        for (ulong direction = 1; direction <= 3; direction++)
        {
            var d = JointLossBed.Gaussians<double>(direction, x.Length);
            const double Step = 1e-6;
            var above = f.Evaluate([.. x.Zip(d, (value, slope) => value + (Step * slope))], spare);
            var below = f.Evaluate([.. x.Zip(d, (value, slope) => value - (Step * slope))], spare);
            var expected = (above - below) / (2.0 * Step);
            Assert.Equal(expected, JointLossBed.Dot<double>(gradient, d), tolerance * Math.Max(1e-3, Math.Abs(expected)));
        }
    }

    /// <summary>A function given as a delegate.</summary>
    public sealed class Function(int length, Func<double[], double[], double> evaluate) : IObjective<double>
    {
        public int Length => length;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            var slope = new double[length];
            var value = evaluate(x.ToArray(), slope);
            slope.CopyTo(gradient);
            return value;
        }
    }
}
