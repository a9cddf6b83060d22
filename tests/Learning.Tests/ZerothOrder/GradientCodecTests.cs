using CsCheck;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

/// <summary>What is sent of projected gradients, and the integers that come of it.</summary>
public sealed class GradientCodecTests
{
    private static readonly GradientCodec _byte = new(GradientCode.Byte, GradientByte.DefaultBias);
    private static readonly GradientCodec _sign = new(GradientCode.Sign, GradientByte.DefaultBias);
    private static readonly GradientCodec _float = new(GradientCode.Float32, GradientByte.DefaultBias);

    [Fact]
    public void Bytes_are_those_of_the_byte_code() => Gen.Single.Array[1, 20].Sample(p =>
    {
        var codes = _byte.Encode(p, []);
        Assert.Equal(p.Select(value => GradientByte.Encode(value)), codes);
        Assert.All(p, (value, i) => Assert.Equal(float.IsFinite(value) ? GradientByte.Decode(codes[i]) : null, _byte.Decode(codes, i)));
    });

    [Fact]
    public void A_bias_shifts_the_range_of_bytes()
    {
        var fine = new GradientCodec(GradientCode.Byte, 10);
        Assert.Equal(0.001, fine.Decode(fine.Encode([0.001f], []), 0)!.Value * Math.ScaleB(1, -fine.ScaleBits), 4);
        Assert.True(fine.IsSaturated(fine.Encode([100f], []), 0));
        Assert.False(_byte.IsSaturated(_byte.Encode([100f], []), 0));
        Assert.True(_byte.IsSaturated(_byte.Encode([-480f], []), 0));
    }

    [Fact]
    public void Signs_take_a_bit_each()
    {
        var codes = _sign.Encode([1f, -2f, 0f, -0.1f, 5f, 5f, 5f, 5f, -9f], []);
        Assert.Equal([0b1010, 1], codes);
        Assert.Equal([1L, -1, 1, -1, 1, 1, 1, 1, -1], Enumerable.Range(0, 9).Select(sample => _sign.Decode(codes, sample)!.Value));
        Assert.Empty(_sign.Encode([1f, float.NaN], []));
        Assert.Null(_sign.Decode([], 0));
    }

    [Fact]
    public void Floats_come_back_within_a_multiple_of_two_to_minus_24() => Gen.Float[-30_000f, 30_000f].Sample(p =>
        Assert.Equal(p, _float.Decode(_float.Encode([p], []), 0)!.Value * Math.ScaleB(1, -24), Math.ScaleB(1, -25)));

    [Fact]
    public void Floats_saturate_and_have_no_value_when_not_finite()
    {
        Assert.Equal(1L << 39, _float.Decode(_float.Encode([1e9f], []), 0));
        Assert.True(_float.IsSaturated(_float.Encode([-1e9f], []), 0));
        Assert.Null(_float.Decode(_float.Encode([float.NaN], []), 0));
        Assert.Null(_float.Decode(_float.Encode([float.NegativeInfinity], []), 0));
    }

    [Fact]
    public void What_was_not_sent_has_no_value_and_costs_nothing()
    {
        var scheme = new SealedScheme { Samples = 3 };
        var round = new SealedRound { Round = 0, Alpha = 0, Machines = [new(0, []), new(1, [1, 2, 3])] };
        Assert.Equal((3, 24L), (scheme.ValidSamples(round), scheme.PayloadBits(round)));
        Assert.Equal(3L, (scheme with { Code = GradientCode.Sign }).PayloadBits(new SealedRound { Round = 0, Alpha = 0, Machines = [new(1, [5])] }));
    }
}
