using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Learning.Tests.Randomness;

/// <summary>Known answers of the Random123 library, and that the function is keyed and counted by every word.</summary>
public sealed class Philox4x32Tests
{
    [Fact]
    public void Zeros_give_the_known_answer() =>
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox4x32.Block(0, 0, 0, 0, 0, 0));

    [Fact]
    public void Ones_give_the_known_answer() => Assert.Equal(
        (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu),
        Philox4x32.Block(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff));

    [Fact]
    public void Digits_of_pi_give_the_known_answer() => Assert.Equal(
        (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
        Philox4x32.Block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void One_bit_of_any_word_changes_about_half_of_all_bits(int word)
    {
        var changed = 0;
        for (var bit = 0; bit < 32; bit++)
        {
            uint[] words = [1, 2, 3, 4, 5, 6];
            var before = Block(words);
            words[word] ^= 1u << bit;
            changed += Block(words).Zip(before, (a, b) => uint.PopCount(a ^ b)).Sum(n => (int)n);
        }

        // 32 times 128 fair coins: mean 2048, standard deviation 32.
        Assert.InRange(changed, 2048 - 160, 2048 + 160);
    }

    private static uint[] Block(uint[] w)
    {
        var (a, b, c, d) = Philox4x32.Block(w[0], w[1], w[2], w[3], w[4], w[5]);
        return [a, b, c, d];
    }
}
