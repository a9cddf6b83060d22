using CsCheck;
using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Learning.Tests.Randomness;

public sealed class KeyedStreamTests
{
    [Fact]
    public void The_first_words_of_a_stream_are_the_block_of_its_key()
    {
        var stream = new KeyedStream(0x0123456789abcdef, Purpose.BatchOrder, 7, 11);
        var first = Philox4x32.Block(0, 11, 7, (uint)Purpose.BatchOrder, 0x89abcdef, 0x01234567);
        var second = Philox4x32.Block(1, 11, 7, (uint)Purpose.BatchOrder, 0x89abcdef, 0x01234567);
        Assert.Equal(first, (stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32()));
        Assert.Equal(second.X0 | ((ulong)second.X1 << 32), stream.NextUInt64());
    }

    [Fact]
    public void Published_purposes_keep_their_numbers() => Assert.Equal(
        [(1u, "Initialisation"), (2u, "Cohort"), (3u, "BatchOrder"), (4u, "Augmentation"), (5u, "Dropout"), (6u, "Partition"), (7u, "SyntheticData")],
        Enum.GetValues<Purpose>().Where(purpose => (uint)purpose < 8).Select(purpose => ((uint)purpose, purpose.ToString())));

    [Fact]
    public void Distinct_keys_open_distinct_streams()
    {
        var keys = from seed in new ulong[] { 0, 1, 1UL << 32, ulong.MaxValue }
                   from purpose in Enum.GetValues<Purpose>()
                   from round in new[] { 0, 1, 1000 }
                   from lane in new[] { 0, 1, int.MaxValue }
                   select new KeyedStream(seed, purpose, round, lane).NextUInt64Copy();
        var firsts = keys.ToList();
        Assert.Equal(firsts.Count, firsts.Distinct().Count());
    }

    [Fact]
    public void Children_have_streams_of_their_own()
    {
        var parent = new KeyedStream(20, Purpose.Dropout, 3, 4);
        var firsts = Enumerable.Range(0, 1000).Select(i => parent.Child(i).NextUInt64Copy()).Append(parent.NextUInt64Copy()).ToList();
        Assert.Equal(1001, firsts.Distinct().Count());
        Assert.Equal(firsts[5], parent.Child(5).NextUInt64Copy());
    }

    [Fact]
    public void A_child_does_not_move_its_parent()
    {
        var (one, other) = (new KeyedStream(20, Purpose.Dropout), new KeyedStream(20, Purpose.Dropout));
        one.Child(3).NextUInt64Copy();
        Assert.Equal(other.NextUInt32(), one.NextUInt32());
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_the_unit_interval()
    {
        var stream = new KeyedStream(1, Purpose.SyntheticData);
        var numbers = Enumerable.Range(0, 100_000).Select(_ => stream.NextDouble()).ToList();
        Assert.All(numbers, number => Assert.InRange(number, 0.0, 1.0 - 1e-17));
        Assert.Equal(0.5, numbers.Average(), 0.005);
        Assert.Equal(1 / 12.0, Variance(numbers), 0.002);
        var singles = Enumerable.Range(0, 100_000).Select(_ => (double)stream.NextSingle()).ToList();
        Assert.All(singles, number => Assert.InRange(number, 0.0, 0.99999998));
        Assert.Equal(0.5, singles.Average(), 0.005);
    }

    [Fact]
    public void Gaussians_have_the_moments_of_a_standard_normal()
    {
        var stream = new KeyedStream(2, Purpose.SyntheticData);
        var numbers = Enumerable.Range(0, 200_000).Select(_ => stream.NextGaussian()).ToList();
        Assert.Equal(0.0, numbers.Average(), 0.01);
        Assert.Equal(1.0, Variance(numbers), 0.02);
        Assert.Equal(3.0, numbers.Average(x => x * x * x * x), 0.15);
        Assert.Equal(0.0455, numbers.Count(x => Math.Abs(x) > 2) / 200_000.0, 0.003);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.9)]
    [InlineData(1.0)]
    [InlineData(4.5)]
    public void Gamma_numbers_have_mean_and_variance_equal_to_their_shape(double shape)
    {
        var stream = new KeyedStream(3, Purpose.SyntheticData);
        var numbers = Enumerable.Range(0, 100_000).Select(_ => stream.NextGamma(shape)).ToList();
        Assert.All(numbers, number => Assert.True(number >= 0));
        Assert.Equal(shape, numbers.Average(), 0.03 * Math.Max(1, shape));
        Assert.Equal(shape, Variance(numbers), 0.06 * Math.Max(1, shape));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(5.0)]
    public void Dirichlet_draws_are_distributions_with_the_right_spread(double alpha)
    {
        const int Classes = 6;
        var stream = new KeyedStream(4, Purpose.SyntheticData);
        var first = new List<double>();
        var probabilities = new double[Classes];
        for (var draw = 0; draw < 20_000; draw++)
        {
            stream.NextDirichlet(alpha, probabilities);
            Assert.Equal(1.0, probabilities.Sum(), 1e-12);
            Assert.All(probabilities, p => Assert.InRange(p, 0.0, 1.0));
            first.Add(probabilities[0]);
        }

        const double Mean = 1.0 / Classes;
        Assert.Equal(Mean, first.Average(), 0.01);
        Assert.Equal(Mean * (1 - Mean) / ((Classes * alpha) + 1), Variance(first), 0.003);
    }

    [Fact]
    public void A_tiny_concentration_puts_everything_on_one_class()
    {
        var stream = new KeyedStream(5, Purpose.SyntheticData);
        var winners = new HashSet<int>();
        var probabilities = new double[4];
        for (var draw = 0; draw < 200; draw++)
        {
            stream.NextDirichlet(1e-9, probabilities);
            Assert.Equal(1.0, probabilities.Max(), 1e-9);
            winners.Add(Array.IndexOf(probabilities, probabilities.Max()));
        }

        Assert.Equal(4, winners.Count);
    }

    [Fact]
    public void Whole_numbers_stay_below_any_bound() =>
        Gen.Select(Gen.Int[1, int.MaxValue], Gen.ULong).Sample((bound, seed) =>
        {
            var stream = new KeyedStream(seed, Purpose.Cohort);
            for (var i = 0; i < 20; i++)
            {
                Assert.InRange(stream.NextInt32(bound), 0, bound - 1);
            }
        });

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    public void Whole_numbers_are_uniform(int bound)
    {
        var stream = new KeyedStream(6, Purpose.Cohort);
        var counts = new int[bound];
        for (var i = 0; i < bound * 10_000; i++)
        {
            counts[stream.NextInt32(bound)]++;
        }

        // Standard deviation below 100.
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    /// <summary>Of 2^32 words, every third number below 3 * 2^29 would get two and the others three.</summary>
    [Fact]
    public void Large_bounds_do_not_favour_some_numbers()
    {
        var stream = new KeyedStream(7, Purpose.Cohort);
        var counts = new int[3];
        for (var i = 0; i < 30_000; i++)
        {
            counts[stream.NextInt32(3 << 29) % 3]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_bound_without_numbers_is_refused(int bound)
    {
        var stream = new KeyedStream(6, Purpose.Cohort);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextInt32(bound));
    }

    [Fact]
    public void A_shuffle_is_a_permutation() =>
        Gen.Select(Gen.Int[0, 300], Gen.ULong).Sample((length, seed) =>
        {
            var items = Enumerable.Range(0, length).ToArray();
            new KeyedStream(seed, Purpose.BatchOrder).Shuffle<int>(items);
            Assert.Equal(Enumerable.Range(0, length), items.Order());
        });

    [Fact]
    public void Every_order_of_three_is_equally_likely()
    {
        var counts = new Dictionary<string, int>();
        for (var round = 0; round < 6_000; round++)
        {
            var items = "abc".ToCharArray();
            new KeyedStream(8, Purpose.BatchOrder, round).Shuffle<char>(items);
            var order = new string(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }

    private static double Variance(List<double> numbers)
    {
        var mean = numbers.Average();
        return numbers.Average(x => (x - mean) * (x - mean));
    }
}
