using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Learning.Tests.Randomness;

/// <summary>First numbers of one stream, frozen: runs that were published depend on them. Computed by a second program from the definitions.</summary>
public sealed class FrozenNumbersTests
{
    private static KeyedStream Open() => new(20, Purpose.SyntheticData, 1, 2);

    [Fact]
    public void Words_and_fractions()
    {
        var stream = Open();
        Assert.Equal([394232800u, 33130948u, 3226359683u], Enumerable.Range(0, 3).Select(_ => stream.NextUInt32()));
        Assert.Equal(0.010842443384179945, stream.NextDouble());
        Assert.Equal(0.019077956676483154f, stream.NextSingle());
    }

    [Fact]
    public void Whole_numbers()
    {
        var stream = Open();
        Assert.Equal([9, 0, 75, 74, 1, 1, 68, 60], Enumerable.Range(0, 8).Select(_ => stream.NextInt32(100)));
    }

    [Fact]
    public void Distributions()
    {
        var stream = Open();
        Assert.Equal(-0.0048589131409459, stream.NextGaussian(), 1e-14);
        Assert.Equal(1.0997739764607584, stream.NextGamma(0.3), 1e-14);
        Assert.Equal(1.4793913999590704, stream.NextGamma(2.5), 1e-14);
    }

    [Fact]
    public void Shuffles_and_children()
    {
        var items = Enumerable.Range(0, 8).ToArray();
        Open().Shuffle<int>(items);
        Assert.Equal([2, 1, 5, 6, 3, 4, 7, 0], items);
        var child = Open().Child(3);
        Assert.Equal(327267014u, child.NextUInt32());
    }
}
