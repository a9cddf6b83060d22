using Federated.Learning.Randomness;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>Known answers, and the statistics that an estimate of a gradient rests on.</summary>
public sealed class DirectionTests
{
    private static readonly Direction _known = new(Reference.Key, 7, 3, 0);

    [Fact]
    public void The_first_block_of_a_direction() => Assert.Equal(
        (0x7623dfc9u, 0x451777fau, 0x565fc7dau, 0x579c7761u),
        Philox4x32.Block(0, 3 << 16, 7, 0, 0x01234567, 0x89ABCDEF));

    [Fact]
    public void Signs_are_those_of_the_layout()
    {
        var z = new float[2048];
        DirectionKernels.Numbers(_known, 0, z);
        Assert.Equal(
            "-+-+-+---++-++-++-+---++-++--++-++---++------------+++---+-+--++",
            string.Concat(z.Take(64).Select(sign => sign > 0 ? '+' : '-')));
        Assert.Equal(-18f, z.Sum());
        DirectionKernels.Numbers(_known, 1_000_000, z.AsSpan(0, 1));
        Assert.Equal(-1f, z[0]);
    }

    /// <summary>Two directions of 4,096: each of length one per parameter, nearly orthogonal.</summary>
    [Fact]
    public void Directions_are_white()
    {
        const int d = 256;
        const int n = 4096;
        var gram = new double[d, d];
        var means = new double[d];
        var z = new float[d];
        for (var round = 0; round < n; round++)
        {
            DirectionKernels.Numbers(new Direction(11, round, 2, 1), 0, z);
            for (var i = 0; i < d; i++)
            {
                means[i] += z[i] / n;
                for (var j = 0; j <= i; j++)
                {
                    gram[i, j] += z[i] * z[j] / n;
                }
            }
        }

        var (squares, largest) = (0.0, 0.0);
        for (var i = 0; i < d; i++)
        {
            Assert.Equal(1.0, gram[i, i], 1e-12);
            Assert.True(Math.Abs(means[i]) < 4.5 / Math.Sqrt(n));
            for (var j = 0; j < i; j++)
            {
                squares += gram[i, j] * gram[i, j];
                largest = Math.Max(largest, Math.Abs(gram[i, j]));
            }
        }

        Assert.Equal(1 / Math.Sqrt(n), Math.Sqrt(squares / (d * (d - 1) / 2)), 0.0003);
        Assert.True(largest < 5.5 / Math.Sqrt(n));
    }

    [Fact]
    public void The_estimate_of_a_gradient_is_unbiased()
    {
        const int d = 256;
        const int n = 4096;
        var g = Enumerable.Range(0, d).Select(i => Math.Sin(i + 1.0)).ToArray();
        var estimate = new double[d];
        var z = new float[d];
        for (var round = 0; round < n; round++)
        {
            DirectionKernels.Numbers(new Direction(12, round, 0, 0), 0, z);
            var p = g.Zip(z, (a, b) => a * b).Sum();
            for (var i = 0; i < d; i++)
            {
                estimate[i] += p * z[i] / n;
            }
        }

        var error = estimate.Zip(g, (a, b) => (a - b) * (a - b)).Sum() / g.Sum(x => x * x);
        Assert.InRange(error, 0.03, 0.095);
    }

    /// <summary>L = |theta|^2 / 2: with eta = N / (d + N - 1) a step shortens theta as much as theory says, and no more.</summary>
    [Theory]
    [InlineData(100, 1, 0.99)]
    [InlineData(100, 4, 0.9611650485)]
    [InlineData(100, 25, 0.7983870968)]
    [InlineData(1000, 8, 0.9920556107)]
    public void A_quadratic_contracts_as_derived(int d, int machines, double expected)
    {
        var eta = (double)machines / (d + machines - 1);
        var ratio = 0.0;
        const int rounds = 400;
        var z = new float[d];
        for (var round = 0; round < rounds; round++)
        {
            var theta = Enumerable.Range(0, d).Select(i => Math.Cos(i * 0.7)).ToArray();
            var next = (double[])theta.Clone();
            for (var m = 0; m < machines; m++)
            {
                DirectionKernels.Numbers(new Direction(13, round, (ushort)m, 0), 0, z);
                var p = theta.Zip(z, (a, b) => a * b).Sum();
                for (var i = 0; i < d; i++)
                {
                    next[i] -= eta / machines * p * z[i];
                }
            }

            ratio += next.Sum(x => x * x) / theta.Sum(x => x * x) / rounds;
        }

        Assert.Equal(expected, ratio, 0.1 * (1 - expected));
    }
}
