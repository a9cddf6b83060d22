using CsCheck;
using Federated.Learning.Numerics;
using Xunit;

namespace Federated.Learning.Tests.Gossip.Algorithms;

public sealed class TopKTests
{
    /// <summary>Few different magnitudes: ties at the border are the rule.</summary>
    private static readonly Gen<(double[] Values, int K)> _case =
        Gen.OneOf(Gen.Int[-3, 3].Select(value => (double)value), Gen.Double[-1, 1]).Array[1, 300].SelectMany(values => Gen.Int[1, values.Length].Select(k => (values, k)));

    [Fact]
    public void It_keeps_what_a_sort_would_keep_and_of_equal_magnitudes_the_first() => _case.Sample(
        input =>
        {
            var kept = input.Values.Select((value, i) => (value, i)).OrderByDescending(pair => Math.Abs(pair.value)).ThenBy(pair => pair.i)
                .Take(input.K).Select(pair => pair.i).ToHashSet();
            double[] expected = [.. input.Values.Select((value, i) => kept.Contains(i) ? value : 0.0)];
            Assert.Equal(expected, Keep(input.Values, input.K));
        },
        iter: 1000,
        threads: 1);

    [Fact]
    public void Long_runs_of_equal_numbers_do_not_slow_it_down()
    {
        double[] equal = [.. Enumerable.Repeat(-2.0, 200_000)];
        var kept = Keep(equal, 100);
        Assert.All(kept[..100], value => Assert.Equal(-2.0, value));
        Assert.All(kept[100..], value => Assert.Equal(0.0, value));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_is_not_finite_is_kept_so_that_divergence_is_noticed(double value)
    {
        for (var place = 0; place < 9; place++)
        {
            double[] values = [5, 4, 9, 8, 7, 6, 1, 2, 3];
            values[place] = value;
            Assert.Contains(value, Keep(values, 1));
        }
    }

    [Theory]
    [InlineData(1000, 0.01, 10)]
    [InlineData(10, 0.01, 1)]
    [InlineData(7, 1.0, 7)]
    public void A_fraction_is_at_least_one_number(int dimension, double fraction, int count) =>
        Assert.Equal(count, TopK.Count(dimension, fraction));

    private static double[] Keep(double[] values, int k)
    {
        double[] copy = [.. values];
        TopK.Keep(copy, new double[copy.Length], k);
        return copy;
    }
}
