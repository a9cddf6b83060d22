using System.IO.Hashing;
using System.Runtime.InteropServices;
using Federated.Learning.Randomness;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>Golden updates, frozen: logs that were written depend on them. Every width of registers has to reach them.</summary>
public sealed class UpdateTests
{
    public static TheoryData<LaneWidth> Widths() => [.. Enum.GetValues<LaneWidth>()];

    [Fact]
    public void Hashes_are_those_of_xxh64()
    {
        Assert.Equal(0xef46db3751d8e999ul, XxHash64.HashToUInt64([]));
        Assert.Equal(0x44bc2cf5ad770999ul, XxHash64.HashToUInt64("abc"u8));
        Assert.Equal(0x87c36d9a8dc44167ul, Xxh64(Reference.Start()));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Six_machines_with_given_integers(LaneWidth width)
    {
        var theta = Reference.Start();
        int[] p = [5, -300, 77, -1, 123456, -9];
        var samples = p.Select((value, m) => new Contribution(new Direction(Reference.Key, 7, (ushort)m, 0), value)).ToArray();
        int[] sums = [-123228, -123684, 123666, -123238, 123830, 123818, 123694, 123838];
        Assert.Equal(sums, Enumerable.Range(0, 8).Select(i => (int)samples.Sum(sample => sample.P * Reference.Sign(sample.Direction, i))));

        DirectionKernels.Update(theta, 0, samples, MathF.ScaleB(1, -20), 1, width);
        Assert.Equal([0x3c8f84d0u, 0x3c93e684u, 0xbe5ef678u, 0x3c920df4u], theta.Take(4).Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(0x5b075b4dbdca890eul, Xxh64(theta));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_round_of_bytes(LaneWidth width)
    {
        var theta = Reference.Start();
        byte[] bytes = [0x38, 0xB8, 0x62, 0x9D, 0x80, 0x01];
        var alpha = Round(theta, 7, bytes, 1e-3, width);
        Assert.Equal(0x34d1b717u, BitConverter.SingleToUInt32Bits(alpha));
        Assert.Equal(0x033be482ace5f20aul, Xxh64(theta));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_hundred_rounds_of_which_one_byte_is_absent(LaneWidth width)
    {
        var theta = Reference.Start();
        for (var t = 0; t < 100; t++)
        {
            var bytes = Enumerable.Range(0, 4)
                .Select(m => (byte)Philox4x32.Block(0, (uint)m << 16, (uint)t, 0x7F000000, 0x01234567, 0x89ABCDEF).X0)
                .ToArray();
            Round(theta, t, bytes, 1e-3, width);
            if (t == 0)
            {
                Assert.Equal([0xE1, 0xAD, 0x5A, 0x59], bytes);
                Assert.Equal(0x11f610e49108d5ceul, Xxh64(theta));
            }
        }

        Assert.Equal(0x81087f6da0efab51ul, Xxh64(theta));
    }

    [Fact]
    public void A_round_of_absent_samples_and_zeros_changes_no_bit()
    {
        var theta = Reference.Start();
        Contribution[] samples = [new(new Direction(1, 2, 3, 4), GradientByte.Decode(0x80)), new(new Direction(1, 2, 4, 4), GradientByte.Decode(0))];
        DirectionKernels.Update(theta, 0, samples, 0.5f, 1, LaneWidths.Widest);
        Assert.Equal(Xxh64(Reference.Start()), Xxh64(theta));
    }

    [Fact]
    public void Opposite_values_on_one_direction_cancel()
    {
        var theta = Reference.Start();
        var z = new Direction(1, 2, 3, 4);
        DirectionKernels.Update(theta, 0, [new(z, 777), new(z, -777)], 0.5f, 1, LaneWidths.Widest);
        Assert.Equal(Xxh64(Reference.Start()), Xxh64(theta));
    }

    private static float Round(float[] theta, long round, byte[] bytes, double eta, LaneWidth width)
    {
        var samples = bytes.Select((code, m) => (Code: code, M: m)).Where(sample => sample.Code != GradientByte.Absent)
            .Select(sample => new Contribution(new Direction(Reference.Key, round, (ushort)sample.M, 0), GradientByte.Decode(sample.Code))).ToArray();
        var alpha = (float)(eta * Math.ScaleB(1, -9) / samples.Length);
        DirectionKernels.Update(theta, 0, samples, alpha, 1, width);
        return alpha;
    }

    private static ulong Xxh64(float[] theta) => XxHash64.HashToUInt64(MemoryMarshal.AsBytes(theta.AsSpan()));
}
