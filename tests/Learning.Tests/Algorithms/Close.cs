using Xunit;

namespace Federated.Learning.Tests.Algorithms;

/// <summary>Comparison of vectors.</summary>
internal static class Close
{
    /// <summary>Half a unit of the sixth decimal, as numbers are listed.</summary>
    public const double SixDigits = 0.5000001e-6;

    public static void Vectors(double[] expected, double[] actual, double tolerance = SixDigits)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            // NaN would pass a comparison of the difference.
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance,
                $"expected ({string.Join(", ", expected)}), got ({string.Join(", ", actual)})");
        }
    }
}
