using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

public sealed class GradientByteTests
{
    [Theory]
    [InlineData(0f, 0x00, 0)]
    [InlineData(1f, 0x38, 512)]
    [InlineData(-1f, 0xB8, -512)]
    [InlineData(0.1f, 0x1D, 52)]
    [InlineData(0.3f, 0x2A, 160)]
    [InlineData(0.5f, 0x30, 256)]
    [InlineData(1.0625f, 0x38, 512)]
    [InlineData(1.1875f, 0x3A, 640)]
    [InlineData(-2.5f, 0xC2, -1280)]
    [InlineData(7.75f, 0x50, 4096)]
    [InlineData(42f, 0x62, 20480)]
    [InlineData(480f, 0x7F, 245760)]
    [InlineData(-481f, 0xFF, -245760)]
    [InlineData(1e9f, 0x7F, 245760)]
    [InlineData(float.PositiveInfinity, 0x80, 0)]
    [InlineData(float.NegativeInfinity, 0x80, 0)]
    [InlineData(float.NaN, 0x80, 0)]
    public void The_nearest_byte(float p, byte code, int integer)
    {
        Assert.Equal(code, GradientByte.Encode(p));
        Assert.Equal(integer, GradientByte.Decode(code));
    }

    [Fact]
    public void Negative_zero_is_zero() => Assert.Equal(0, GradientByte.Encode(-0f));

    [Theory]
    [InlineData(0.1f, 0xccccd000u, 0x1D, 0x1C)]
    [InlineData(-3.3f, 0x33333000u, 0xC6, 0xC5)]
    public void Stochastic_rounding_goes_up_below_its_threshold(float p, uint threshold, byte up, byte down)
    {
        Assert.Equal(up, GradientByte.EncodeStochastic(p, threshold - 1));
        Assert.Equal(down, GradientByte.EncodeStochastic(p, threshold));
        Assert.Equal(up, GradientByte.EncodeStochastic(p, 0));
        Assert.Equal(GradientByte.Absent, GradientByte.EncodeStochastic(float.NaN, 0));
    }

    [Fact]
    public void Every_byte_is_the_nearest_to_its_own_value()
    {
        for (var code = 0; code < 256; code++)
        {
            if (code == GradientByte.Absent)
            {
                continue;
            }

            var value = (float)GradientByte.Value((byte)code);
            Assert.Equal((byte)code, GradientByte.Encode(value));
            Assert.Equal((byte)code, GradientByte.EncodeStochastic(value, 0));
        }
    }

    [Fact]
    public void Values_grow_with_their_code_and_mirror_at_zero()
    {
        for (var code = 1; code < 128; code++)
        {
            Assert.True(GradientByte.Decode((byte)code) > GradientByte.Decode((byte)(code - 1)));
            Assert.Equal(-GradientByte.Decode((byte)code), GradientByte.Decode((byte)(code | 0x80)));
        }

        Assert.Equal(GradientByte.MaxP, GradientByte.Decode(127));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(12)]
    public void The_error_is_a_sixteenth_of_the_binade_at_most(int bias)
    {
        var stream = new Learning.Randomness.KeyedStream(5, Learning.Randomness.Purpose.SyntheticData, bias);
        for (var i = 0; i < 20_000; i++)
        {
            var p = (float)((stream.NextDouble() - 0.5) * Math.ScaleB(1.0, stream.NextInt32(20) - 3 - bias));
            var error = Math.Abs(GradientByte.Value(GradientByte.Encode(p, bias), bias) - p);
            var binade = Math.Max(Math.ScaleB(1.0, Math.ILogB(p)), Math.ScaleB(1.0, 1 - bias));
            Assert.True(error <= binade / 16 || Math.Abs(p) > Math.ScaleB(15, 12 - bias), $"{p}: {error}");
        }
    }

    [Theory]
    [InlineData(0.1f, 7e-6)]
    [InlineData(3.3f, 2e-4)]
    public void Stochastic_rounding_is_right_in_the_mean(float p, double standardError)
    {
        var sum = 0.0;
        for (var i = 0; i < 200_000; i++)
        {
            var u = GradientByte.RoundingWord(new Direction(9, i, 0, 0));
            sum += GradientByte.Value(GradientByte.EncodeStochastic(p, u));
        }

        Assert.Equal(p, sum / 200_000, 5 * standardError);
    }
}
