using System.IO.Hashing;
using System.Runtime.InteropServices;
using Federated.Learning.ZerothOrder;
using MathNet.Numerics.Distributions;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>Directions of more than signs: known answers, and the moments that an estimate of a gradient rests on.</summary>
public sealed class NumeratorTests
{
    public static TheoryData<DirectionKind> Kinds() => [.. Enum.GetValues<DirectionKind>()];

    [Fact]
    public void The_first_binomial_numerators()
    {
        var n = Numerators(DirectionKind.Binomial16, 16384);
        Assert.Equal([6, 0, 0, 6, 2, -2, -6, 6, 4, -4, 0, 2, 8, -6, -6, 4], n.Take(16));
        Assert.Equal((-566, 263444), (n.Sum(), n.Sum(x => x * x)));
    }

    [Fact]
    public void The_first_normal_numerators()
    {
        var n = Numerators(DirectionKind.Gaussian, 16384);
        Assert.Equal([4695, 3016, 1504, 4483, 3108, 7035, 4715, 6989, 1496, -2597, 3324, -1027, 4663, -4519, 91, 2966], n.Take(16));
        Assert.Equal((-55935L, 275109950071L), (n.Sum(x => (long)x), n.Sum(x => (long)x * x)));
    }

    /// <summary>By Phi, not by the inverse that made the table.</summary>
    [Fact]
    public void Every_entry_of_the_table_is_the_nearest_to_its_quantile()
    {
        var table = GaussianTable.Numerators;
        for (var h = 0; h < table.Length; h++)
        {
            var p = (h + 0.5) / table.Length;
            Assert.True(Normal.CDF(0, 1, (table[h] - 0.5) / 4096) < p, $"{h}");
            Assert.True(p < Normal.CDF(0, 1, (table[h] + 0.5) / 4096), $"{h}");
        }
    }

    [Fact]
    public void The_table_is_frozen() => Assert.Equal(
        (0x26e9c96c8aa46b26ul, 17715),
        (XxHash64.HashToUInt64(MemoryMarshal.AsBytes(GaussianTable.Numerators)), GaussianTable.Largest));

    /// <summary>Variance 0.999979: sixteen bits end at 4.3 standard deviations.</summary>
    [Fact]
    public void The_table_has_the_moments_of_the_normal_distribution()
    {
        var z = GaussianTable.Numerators.ToArray().Select(n => Math.ScaleB(n, -12)).ToArray();
        Assert.Equal(0.0, z.Sum());
        var variance = z.Average(x => x * x);
        Assert.Equal(0.999979, variance, 1e-6);
        Assert.Equal(2.99925, z.Average(x => x * x * x * x) / (variance * variance), 1e-5);
    }

    [Theory]
    [InlineData(DirectionKind.Rademacher, 1.0)]
    [InlineData(DirectionKind.Binomial16, 2.875)]
    [InlineData(DirectionKind.Gaussian, 2.99925)]
    public void Numbers_have_the_variance_and_kurtosis_of_their_kind(DirectionKind kind, double kurtosis)
    {
        const int n = 1 << 20;
        var z = new float[n];
        DirectionKernels.Numbers(new Direction(21, 3, 4, 5) { Kind = kind }, 0, z);
        var variance = z.Average(x => (double)x * x);
        Assert.Equal(0.0, z.Average(x => (double)x), 5 / Math.Sqrt(n));
        Assert.Equal(1.0, variance, 5 * Math.Sqrt((kurtosis - 1) / n) + 2.2e-5);
        Assert.Equal(kurtosis, z.Average(x => Math.Pow(x, 4)) / (variance * variance), 0.03);
    }

    /// <summary>Across rounds too, for each parameter: what one seed's run averages over.</summary>
    [Fact]
    public void A_parameters_binomial_numbers_have_variance_one_over_rounds()
    {
        const int rounds = 4096;
        const int d = 256;
        var squares = new double[d];
        var z = new float[d];
        for (var round = 0; round < rounds; round++)
        {
            DirectionKernels.Numbers(new Direction(22, round, 0, 0) { Kind = DirectionKind.Binomial16 }, 0, z);
            for (var i = 0; i < d; i++)
            {
                squares[i] += z[i] * z[i] / rounds;
            }
        }

        Assert.All(squares, square => Assert.Equal(1.0, square, 5 * Math.Sqrt(1.875 / rounds)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_candidate_is_not_the_direction_with_the_same_numbers(DirectionKind kind)
    {
        const int n = 1 << 16;
        var (z, candidate) = (new float[n], new float[n]);
        DirectionKernels.Numbers(new Direction(Reference.Key, 5, 0, 0) { Kind = kind }, 0, z);
        DirectionKernels.Numbers(Direction.Candidate(Reference.Key, 5) with { Kind = kind }, 0, candidate);
        Assert.Equal(0.0, z.Zip(candidate, (a, b) => (double)a * b).Average(), 5 / Math.Sqrt(n));
    }

    private static int[] Numerators(DirectionKind kind, int count)
    {
        var z = new float[count];
        DirectionKernels.Numbers(new Direction(Reference.Key, 7, 3, 0) { Kind = kind }, 0, z);
        return [.. z.Select(x => (int)MathF.ScaleB(x, DirectionKernels.Scale(kind)))];
    }
}
