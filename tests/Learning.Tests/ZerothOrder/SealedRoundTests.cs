using CsCheck;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

public sealed class SealedRoundTests
{
    [Fact]
    public void The_step_size_is_rounded_once()
    {
        Assert.Equal(0x34d1b717u, BitConverter.SingleToUInt32Bits(SealedRound.StepSize(1e-3, 5)));
        Assert.Equal(0f, SealedRound.StepSize(1e-3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SealedRound.StepSize(1e-40, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SealedRound.StepSize(double.NaN, 1));
    }

    [Fact]
    public void Only_samples_with_a_value_count()
    {
        var contributions = Rounds.Full(5).Contributions(9);
        Assert.Equal(
            [(0, 0, 1), (0, 2, -GradientByte.MaxP), (65535, 0, GradientByte.MaxP)],
            contributions.Select(sample => ((int)sample.Direction.Machine, (int)sample.Direction.Sample, (int)sample.P)));
        Assert.All(contributions, sample => Assert.Equal((9ul, 5L), (sample.Direction.RunKey, sample.Direction.Round)));
    }

    /// <summary>Whatever arrives, a round comes out that encodes to the same bytes, or a reason.</summary>
    [Fact]
    public void Random_and_mutated_bytes_never_do_more_than_fail()
    {
        var good = SealedRoundCodec.Encode(Rounds.Full(3));
        Gen.Select(Gen.Byte.Array[0, 80], Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(
            (random, position, value, length) =>
            {
                var mutated = (byte[])good.Clone();
                mutated[position] = value;
                AssertRoundTripOrReason(random);
                AssertRoundTripOrReason(mutated);
                AssertRoundTripOrReason(good[..length]);
            },
            iter: 20_000,
            threads: 1);
    }

    private static void AssertRoundTripOrReason(byte[] bytes)
    {
        SealedRound round;
        try
        {
            round = SealedRoundCodec.Decode(bytes);
        }
        catch (FormatException error)
        {
            Assert.Matches("^(its|it|something) ", error.Message);
            return;
        }

        Assert.Equal(bytes, SealedRoundCodec.Encode(round));
    }
}
