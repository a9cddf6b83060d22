using CsCheck;
using Federated.Learning.Privacy;
using MathNet.Numerics;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

/// <summary>
/// Against values computed elsewhere: Simpson's rule over the densities of D_alpha(q N(1, z^2) + (1 - q) N(0, z^2) || N(0, z^2)) with 60,000 intervals on
/// [-20 z, alpha + 20 z] in plain Python, and the sum for fixed sizes in decimal arithmetic of 60 digits.
/// </summary>
public class RenyiLossTests
{
    [Theory]
    [InlineData(2, 1, 0.01, 0.0001718134220744785)]
    [InlineData(1.5, 1, 0.01, 0.00012725374332764675)]
    [InlineData(32, 1, 0.01, 11.246275937048086)]
    [InlineData(8, 0.5, 0.1, 13.368474179442483)]
    [InlineData(2.5, 4, 0.2, 0.003237408886588314)]
    [InlineData(64, 2, 0.001, 0.9827446359630477)]
    [InlineData(20, 1.1, 256 / 60000.0, 2.520371211339166)]
    public void Poisson_sampling_agrees_with_integration_over_densities(double order, double multiplier, double rate, double expected) =>
        Assert.Equal(expected, RenyiLoss.PoissonSampled(order, multiplier, rate), 1e-9 * Math.Max(1e-3, expected));

    [Theory]
    [InlineData(2, 1, 0.01, 0.0005435086381094325)]
    [InlineData(16, 4, 0.05, 0.016726515141630795)]
    [InlineData(8, 2, 0.1, 0.07017425661056072)]
    [InlineData(64, 8, 0.01, 0.0017417002170436197)]
    [InlineData(3, 0.5, 0.001, 0.0003264426535170835)]
    public void Fixed_sizes_agree_with_the_sum_in_sixty_digits(int order, double multiplier, double share, double expected) =>
        Assert.Equal(expected, RenyiLoss.FixedSizeSampled(order, multiplier, share), 1e-10 * expected);

    /// <summary>The binomial sum of Mironov et al. 2019 (eq. 9) for whole orders: another way to the same number.</summary>
    [Fact]
    public void Whole_orders_agree_with_the_binomial_sum() =>
        Gen.Select(Gen.Int[2, 40], Gen.Double[0.4, 5], Gen.Double[0.001, 0.9]).Sample((order, multiplier, rate) =>
        {
            var terms = Enumerable.Range(0, order + 1).Select(k =>
                SpecialFunctions.BinomialLn(order, k) + ((order - k) * Math.Log(1 - rate)) + (k * Math.Log(rate))
                + (((k * k) - k) / (2 * multiplier * multiplier))).ToList();
            var max = terms.Max();
            var expected = (max + Math.Log(terms.Sum(term => Math.Exp(term - max)))) / (order - 1);
            Assert.Equal(expected, RenyiLoss.PoissonSampled(order, multiplier, rate), 1e-9 * (1 + expected));
        }, iter: 100);

    [Fact]
    public void Everybody_always_taking_part_is_the_plain_mechanism() =>
        Gen.Select(Gen.Int[2, 64], Gen.Double[0.5, 20]).Sample((order, multiplier) =>
        {
            var plain = RenyiLoss.Gaussian(order, multiplier);
            Assert.Equal(plain, RenyiLoss.PoissonSampled(order, multiplier, 1.0));
            Assert.Equal(plain, RenyiLoss.PoissonSampled(order, multiplier, 1.0 - 1e-12), 1e-8 * plain);
            Assert.Equal(plain, RenyiLoss.FixedSizeSampled(order, multiplier, 1.0));
        }, iter: 100);

    [Fact]
    public void Less_noise_and_larger_shares_lose_more() =>
        Gen.Select(Gen.Int[2, 32], Gen.Double[0.5, 8], Gen.Double[0.001, 0.5]).Sample((order, multiplier, rate) =>
        {
            var loss = RenyiLoss.PoissonSampled(order, multiplier, rate);
            Assert.True(loss <= RenyiLoss.Gaussian(order, multiplier));
            Assert.True(loss <= RenyiLoss.PoissonSampled(order, multiplier, 1.5 * rate));
            Assert.True(loss >= RenyiLoss.PoissonSampled(order, 1.5 * multiplier, rate));
            Assert.True(RenyiLoss.FixedSizeSampled(order, multiplier, rate) <= RenyiLoss.FixedSizeSampled(order, multiplier, 1.5 * rate));
            Assert.True(RenyiLoss.FixedSizeSampled(order, multiplier, rate) <= RenyiLoss.Gaussian(order, multiplier));
        }, iter: 100);
}
