using Federated.Attacks.Metrics;
using Federated.Learning.Data;
using Xunit;

namespace Federated.Attacks.Tests.Metrics;

/// <summary>
/// Errors of two patterns, a_k = (k mod 97) / 96 and b_k = (k mod 89) / 88 in rows of 28, beside numbers from a plain Python script: loops over windows
/// with an outer product of exp(-(k - 5)^2 / 4.5), in float64 from the float32 pixels.
/// </summary>
public sealed class ImageMetricTests
{
    private static readonly SampleShape _shape = new(1, 28, 28);
    private static readonly float[] _a = [.. Enumerable.Range(0, 784).Select(k => (float)(k % 97 / 96.0))];
    private static readonly float[] _b = [.. Enumerable.Range(0, 784).Select(k => (float)(k % 89 / 88.0))];

    [Fact]
    public void Errors_are_those_of_an_independent_script()
    {
        var mse = PixelError.MeanSquared(_a, _b);
        Assert.Equal(0.18853116831557917, mse, 1e-14);
        Assert.Equal(7.246168411691288, PixelError.PeakSignalToNoise(mse), 1e-11);
    }

    [Theory]
    [InlineData(SsimWindow.Valid, -0.27799063202064106)]
    [InlineData(SsimWindow.Same, 0.0032306779025821726)]
    public void Structural_similarity_is_that_of_an_independent_script(SsimWindow window, double expected)
    {
        Assert.Equal(expected, StructuralSimilarity.Of(_a, _b, _shape, window), 1e-12);
        Assert.Equal(expected, StructuralSimilarity.Of(_b, _a, _shape, window), 1e-12);
        Assert.Equal(1.0, StructuralSimilarity.Of(_a, _a, _shape, window), 1e-12);
    }

    [Theory]
    [InlineData(SsimWindow.Valid)]
    [InlineData(SsimWindow.Same)]
    public void Structural_similarity_of_channels_is_averaged(SsimWindow window)
    {
        float[] left = [.. _a, .. _b];
        float[] right = [.. _b, .. _b];
        var one = StructuralSimilarity.Of(_a, _b, _shape, window);
        Assert.Equal((one + 1.0) / 2.0, StructuralSimilarity.Of(left, right, new SampleShape(2, 28, 28), window), 1e-12);
    }

    [Fact]
    public void An_image_without_a_window_has_no_valid_similarity()
    {
        var small = new SampleShape(1, 14, 10);
        Assert.False(StructuralSimilarity.Has(small, SsimWindow.Valid));
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Of(_a.AsSpan(0, 140), _b.AsSpan(0, 140), small, SsimWindow.Valid));
        Assert.InRange(StructuralSimilarity.Of(_a.AsSpan(0, 140), _b.AsSpan(0, 140), small, SsimWindow.Same), -1.0, 1.0);
    }

    [Theory]
    [InlineData(0.0, 100.0)]
    [InlineData(1e-11, 100.0)]
    [InlineData(1e-9, 90.0)]
    [InlineData(0.01, 20.0)]
    public void Decibels_end_at_a_hundred(double mse, double expected) => Assert.Equal(expected, PixelError.PeakSignalToNoise(mse), 1e-9);
}
