using CsCheck;
using Federated.Attacks.Metrics;
using Xunit;

namespace Federated.Attacks.Tests.Metrics;

/// <summary>Labels count as a multiset.</summary>
public sealed class LabelAccuracyTests
{
    private static readonly Gen<(int[] Recovered, int[] Truth)> _labels =
        from n in Gen.Int[1, 12]
        from recovered in Gen.Int[0, 4].Array[n]
        from truth in Gen.Int[0, 4].Array[n]
        select (recovered, truth);

    [Fact]
    public void Overlap_is_one_less_half_the_difference_of_the_counts() => _labels.Sample(sample =>
    {
        var (recovered, truth) = sample;
        var difference = Enumerable.Range(0, 5).Sum(c => Math.Abs(recovered.Count(label => label == c) - truth.Count(label => label == c)));
        Assert.Equal(1.0 - (0.5 * difference / truth.Length), LabelAccuracy.Of(recovered, truth), 1e-12);
    });

    [Fact]
    public void Order_does_not_count() => Assert.Equal(1.0, LabelAccuracy.Of([3, 1, 1, 2], [1, 2, 1, 3]));

    [Fact]
    public void Guessing_more_labels_than_there_are_does_not_help() => Assert.Equal(0.5, LabelAccuracy.Of([0, 1, 2, 3], [0, 1]));
}
