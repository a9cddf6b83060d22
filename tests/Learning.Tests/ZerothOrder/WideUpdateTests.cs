using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>Updates whose sums take 64 bits: exact, or refused before anything is touched.</summary>
public sealed class WideUpdateTests
{
    private const DirectionKind Rademacher = DirectionKind.Rademacher;
    private const DirectionKind Binomial16 = DirectionKind.Binomial16;
    private const DirectionKind Gaussian = DirectionKind.Gaussian;

    public static TheoryData<DirectionKind> Kinds() => [.. Enum.GetValues<DirectionKind>()];

    /// <summary>Frozen: logs that were written depend on them. The numbers come from a reimplementation in another language.</summary>
    [Theory]
    [InlineData(Binomial16, 0xf50ebd2f57de870cul)]
    [InlineData(Gaussian, 0x0e560075be3e89bcul)]
    public void Golden_updates(DirectionKind kind, ulong hash)
    {
        var samples = Samples(kind, [5, -300, 77, -1, 123456, -9]);
        Assert.Equal(hash, WeightHash.Of(Reference.Update(Reference.Start(), 0, samples, MathF.ScaleB(1, -20), 0.9999f)));
        foreach (var width in Enum.GetValues<LaneWidth>())
        {
            var theta = Reference.Start();
            DirectionKernels.Update(theta, 0, samples, MathF.ScaleB(1, -20), 0.9999f, width);
            Assert.Equal(hash, WeightHash.Of(theta));
        }
    }

    /// <summary>One more sample of the largest byte than 32 bits hold.</summary>
    [Fact]
    public void The_largest_bytes_of_8739_samples_add_up_exactly()
    {
        var samples = Samples(Rademacher, [.. Enumerable.Repeat((long)GradientByte.MaxP, 8739)]);
        var theta = Reference.Start()[..40];
        DirectionKernels.Update(theta, 0, samples, 1e-9f, 1, LaneWidths.Widest);
        Assert.Equal(Reference.Update(Reference.Start()[..40], 0, samples, 1e-9f, 1), theta);
    }

    /// <summary>2^60 + 2^36 + 1 lies just above the middle of two single-precision numbers, and in double precision on it.</summary>
    [Fact]
    public void A_sum_is_rounded_once()
    {
        var theta = new float[16];
        var samples = Samples(Rademacher, [(1L << 60) + (1L << 36) + 1]);
        DirectionKernels.Update(theta, 0, samples, 1, 1, LaneWidths.Widest);
        Assert.All(theta, (x, i) => Assert.Equal(-Reference.Sign(samples[0].Direction, i) * (MathF.ScaleB(1, 60) + MathF.ScaleB(1, 37)), x));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sums_that_could_leave_64_bits_are_refused(DirectionKind kind)
    {
        var most = long.MaxValue / Numerators.Largest(kind);
        var theta = Reference.Start();
        var zero = new float[4096];
        DirectionKernels.Update(zero, 0, Samples(kind, [most - 1, 1]), 1e-9f, 1, LaneWidths.Widest);
        Assert.Equal(Reference.Update(new float[4096], 0, Samples(kind, [most - 1, 1]), 1e-9f, 1), zero);
        foreach (var p in new long[][] { [most, 1], [-most, -1], [long.MinValue] })
        {
            var error = Assert.Throws<ArgumentException>(() => DirectionKernels.Update(theta, 0, Samples(kind, p), 1e-9f, 1, LaneWidths.Widest));
            Assert.Contains($"{long.MaxValue}", error.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => DirectionKernels.Accumulate(new long[5], 0, Samples(kind, p)));
        }

        Assert.Equal(Reference.Start(), theta);
    }

    [Fact]
    public void Kinds_do_not_mix()
    {
        var theta = Reference.Start();
        Contribution[] samples = [.. Samples(Binomial16, [1, 2]), .. Samples(Gaussian, [3])];
        var error = Assert.Throws<ArgumentException>(() => DirectionKernels.Update(theta, 0, samples, 1e-6f, 1, LaneWidths.Widest));
        Assert.StartsWith("directions of kinds Binomial16 and Gaussian", error.Message, StringComparison.Ordinal);
        Assert.Equal(Reference.Start(), theta);
    }

    [Fact]
    public void Steps_that_are_not_exact_are_refused()
    {
        var theta = Reference.Start();
        var samples = Samples(Gaussian, [1]);
        Assert.Equal("alpha", Assert.Throws<ArgumentOutOfRangeException>(
            () => DirectionKernels.Update(theta, 0, samples, MathF.ScaleB(1, -115), 1, LaneWidths.Widest)).ParamName);
        Assert.Equal("eps", Assert.Throws<ArgumentOutOfRangeException>(
            () => DirectionKernels.Perturb(theta, 0, samples[0].Direction, -MathF.ScaleB(1, -140), theta, LaneWidths.Widest)).ParamName);
        Assert.Equal(Reference.Start(), theta);

        var smallest = MathF.ScaleB(1, -114);
        DirectionKernels.Update(theta, 0, samples, smallest, 1, LaneWidths.Widest);
        DirectionKernels.Update(theta, 0, samples, 0, 1, LaneWidths.Widest);
        Assert.Equal(Reference.Update(Reference.Start(), 0, samples, smallest, 1), theta);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kept_sums_depend_on_the_set_of_samples_alone(DirectionKind kind)
    {
        const long first = (1L << 33) - 1500;
        var samples = Samples(kind, [5, -300, 1L << 40, -1, 123456, -9]);
        var (sums, others) = (new long[5000], new long[5000]);
        DirectionKernels.Accumulate(sums, first, samples);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => Reference.Sum(samples, first + i)), sums);

        foreach (var sample in samples.Reverse())
        {
            DirectionKernels.Accumulate(others.AsSpan(777), first + 777, [sample]);
            DirectionKernels.Accumulate(others.AsSpan(0, 777), first, [sample]);
        }

        Assert.Equal(sums, others);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_by_kept_sums_is_that_of_an_update(DirectionKind kind)
    {
        var samples = Samples(kind, [5, -300, 77, -1, 123456, -9]);
        var sums = new long[4096];
        DirectionKernels.Accumulate(sums, 0, samples);
        var step = MathF.ScaleB(1e-6f, -DirectionKernels.Scale(kind));
        var theta = Reference.Start();
        DirectionKernels.Update(theta, 0, samples, 1e-6f, 1, LaneWidths.Widest);
        Assert.Equal(Reference.Start().Zip(sums, (x, sum) => x - (step * (float)sum)), theta);
    }

    [Fact]
    public void Kept_sums_do_not_wrap_around()
    {
        var samples = Samples(Rademacher, [long.MaxValue]);
        var sums = new long[5];
        DirectionKernels.Accumulate(sums, 0, samples);
        Assert.Throws<OverflowException>(() => DirectionKernels.Accumulate(sums, 0, samples));
    }

    private static Contribution[] Samples(DirectionKind kind, long[] p) =>
        [.. p.Select((value, m) => new Contribution(new Direction(Reference.Key, 7, (ushort)m, 0) { Kind = kind }, value))];
}
