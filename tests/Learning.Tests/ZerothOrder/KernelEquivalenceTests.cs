using CsCheck;
using Federated.Learning.Numerics;
using Federated.Learning.Randomness;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>Any width, any slice, any order: the bits of the definition.</summary>
public sealed class KernelEquivalenceTests
{
    private static readonly Gen<(long First, int Length, int Samples, ulong Seed)> _case =
        Gen.Select(Gen.OneOf(Gen.Long[0, 5000], Gen.Long[1L << 33, (1L << 33) + 5000]), Gen.Int[1, 7000], Gen.Int[0, 11], Gen.ULong[0, 1 << 20]);

    public static TheoryData<DirectionKind> Kinds() => [.. Enum.GetValues<DirectionKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Perturbing(DirectionKind kind) => _case.Sample(
        input =>
        {
            var (first, length, samples, seed) = input;
            var theta = Theta(length, seed);
            var direction = new Direction(seed, (1L << 35) + samples, (ushort)(seed % 65536), (ushort)samples) { Kind = kind };
            var expected = Reference.Perturb(theta, first, direction, -1e-3f);
            foreach (var width in Enum.GetValues<LaneWidth>())
            {
                var to = new float[length];
                DirectionKernels.Perturb(theta, first, direction, -1e-3f, to, width);
                Bits(expected, to);

                var cut = (int)(seed % (ulong)length);
                var inPlace = (float[])theta.Clone();
                DirectionKernels.Perturb(inPlace.AsSpan(cut), first + cut, direction, -1e-3f, inPlace.AsSpan(cut), width);
                DirectionKernels.Perturb(inPlace.AsSpan(0, cut), first, direction, -1e-3f, inPlace.AsSpan(0, cut), width);
                Bits(expected, inPlace);
            }
        },
        iter: 20,
        threads: 1);

    /// <summary>Long vectors are written past the caches, if they are aligned; in place they never are.</summary>
    [Fact]
    public void Perturbing_a_long_vector_into_another()
    {
        const int length = (1 << 21) + 5000;
        var direction = new Direction(9, 8, 7, 6);
        using var theta = new AlignedBuffer<float>(length);
        using var to = new AlignedBuffer<float>(length);
        Theta(length, 3).CopyTo(theta.Span);
        foreach (var (first, width) in Enum.GetValues<LaneWidth>().SelectMany(width => new[] { (0L, width), (2000L, width) }))
        {
            to.Span.Clear();
            DirectionKernels.Perturb(theta.Span, first, direction, 1e-3f, to.Span, width);
            var inPlace = theta.Span.ToArray();
            DirectionKernels.Perturb(inPlace, first, direction, 1e-3f, inPlace, width);
            Bits(inPlace, to.Span.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Updating(DirectionKind kind) => _case.Sample(
        input =>
        {
            var (first, length, count, seed) = input;
            var theta = Theta(length, seed);
            var samples = Samples(kind, count, seed);
            var expected = Reference.Update(theta, first, samples, 1.3e-5f, 0.9999f);
            foreach (var width in Enum.GetValues<LaneWidth>())
            {
                var whole = (float[])theta.Clone();
                DirectionKernels.Update(whole, first, samples, 1.3e-5f, 0.9999f, width);
                Bits(expected, whole);

                var sliced = (float[])theta.Clone();
                var cut = (int)(seed % (ulong)length);
                DirectionKernels.Update(sliced.AsSpan(cut), first + cut, [.. samples.Reverse()], 1.3e-5f, 0.9999f, width);
                DirectionKernels.Update(sliced.AsSpan(0, cut), first, samples, 1.3e-5f, 0.9999f, width);
                Bits(expected, sliced);
            }
        },
        iter: 20,
        threads: 1);

    [Fact]
    public void Sums_of_signs_in_32_and_64_bits() => _case.Sample(
        input =>
        {
            var (first, length, count, seed) = input;
            var samples = Samples(DirectionKind.Rademacher, count, seed);
            foreach (var width in Enum.GetValues<LaneWidth>())
            {
                var (narrow, wide) = (Theta(length, seed), Theta(length, seed));
                DirectionKernels.Update(narrow, first, samples, 1.3e-5f, 0.9999f, width);
                DirectionKernels.UpdateWide(wide, first, samples, 1.3e-5f, 0.9999f, width);
                Bits(narrow, wide);
            }
        },
        iter: 20,
        threads: 1);

    [Fact]
    public void Taking_a_perturbation_away_again_does_not_restore_the_weights()
    {
        var theta = Theta(4096, 1);
        var direction = new Direction(1, 1, 1, 1);
        var x = (float[])theta.Clone();
        foreach (var eps in new[] { 1e-3f, -2e-3f, 1e-3f })
        {
            DirectionKernels.Perturb(x, 0, direction, eps, x, LaneWidths.Widest);
        }

        Assert.NotEqual(WeightHash.Of(theta), WeightHash.Of(x));
        DirectionKernels.Perturb(theta, 0, direction, 1e-3f, x, LaneWidths.Widest);
        Bits(Theta(4096, 1), theta);
    }

    [Fact]
    public void A_flipped_bit_changes_the_hash()
    {
        var theta = Theta(5000, 2);
        var hash = WeightHash.Of(theta);
        foreach (var i in new[] { 0, 2047, 2048, 4999 })
        {
            var changed = (float[])theta.Clone();
            changed[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(changed[i]) ^ 1);
            Assert.NotEqual(hash, WeightHash.Of(changed));
        }
    }

    private static float[] Theta(int length, ulong seed)
    {
        var stream = new KeyedStream(seed, Purpose.SyntheticData, 1);
        return [.. Enumerable.Range(0, length).Select(_ => (float)stream.NextGaussian())];
    }

    private static Contribution[] Samples(DirectionKind kind, int count, ulong seed)
    {
        var stream = new KeyedStream(seed, Purpose.SyntheticData, 2);
        return [.. Enumerable.Range(0, count).Select(m => new Contribution(
            new Direction(seed, 99, (ushort)m, (ushort)(m / 3)) { Kind = kind }, stream.NextInt32(2 * GradientByte.MaxP) - GradientByte.MaxP))];
    }

    private static void Bits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToUInt32Bits), actual.Select(BitConverter.SingleToUInt32Bits));
}
