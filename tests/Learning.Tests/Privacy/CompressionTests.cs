using Federated.Learning.Privacy;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

public class CompressionTests
{
    [Theory]
    [InlineData(0.1, 100)]
    [InlineData(0.5, 500)]
    [InlineData(1.0, 1001)]
    [InlineData(0.0001, 1)]
    public void Exactly_the_k_largest_magnitudes_stay(double keep, int k)
    {
        var update = Defended.Update();
        var kept = Defended.By(new TopKOptions { Keep = keep }, update);
        var threshold = update.Select(Math.Abs).OrderDescending().ElementAt(k - 1);
        Assert.Equal(update.Select(x => Math.Abs(x) >= threshold ? x : 0f), kept);
        Assert.Equal(k, kept.Count(x => x != 0f));
    }

    [Fact]
    public void Random_pruning_drops_its_share_and_leaves_the_rest_alone()
    {
        var update = Defended.Update(length: 100_000);
        var pruned = Defended.By(new PruneOptions { Drop = 0.3 }, update);
        Assert.Equal(0.3, pruned.Count(x => x == 0f) / 1e5, 5 * Math.Sqrt(0.21 / 1e5));
        Assert.All(update.Zip(pruned), pair => Assert.True(pair.Second == 0f || pair.Second == pair.First));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(2)]
    public void Quantising_errs_by_a_step_at_most_and_to_the_nearest_by_half(int bits)
    {
        var update = Defended.Update();
        var random = Defended.By(new QuantiseOptions { Bits = bits }, update);
        var nearest = Defended.By(new QuantiseOptions { Bits = bits, Rounding = Rounding.Nearest }, update);
        for (var i = 0; i < update.Length; i++)
        {
            var tensor = i < 700 ? update[..700] : update[700..];
            var step = tensor.Max(Math.Abs) / ((1 << (bits - 1)) - 1);
            Assert.True(Math.Abs(random[i] - update[i]) <= step * 1.00001, $"{update[i]} became {random[i]}");
            Assert.True(Math.Abs(nearest[i] - update[i]) <= step * 0.50001, $"{update[i]} became {nearest[i]}");
        }

        Assert.True(random[..700].Distinct().Count() <= (1 << bits) - 1);
    }

    [Fact]
    public void One_bit_leaves_the_two_ends_of_each_tensor()
    {
        var update = Defended.Update();
        var nearest = Defended.By(new QuantiseOptions { Bits = 1, Rounding = Rounding.Nearest }, update);
        var max = update[..700].Max(Math.Abs);
        Assert.Equal(update[..700].Select(x => x < 0 ? -max : max), nearest[..700]);
        Assert.Equal(2, Defended.By(new QuantiseOptions { Bits = 1 }, update)[700..].Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Rounding_at_random_is_unbiased(int bits)
    {
        float[] update = [1f, -0.73f, 0.2f, 0.05f];
        var mean = new double[update.Length];
        const int Rounds = 20_000;
        var context = Defended.ContextOf(Defended.LayoutOf(update.Length));
        for (var round = 1; round <= Rounds; round++)
        {
            var rounded = Defended.By(new QuantiseOptions { Bits = bits }, update, context with { Round = round });
            for (var i = 0; i < update.Length; i++)
            {
                mean[i] += rounded[i] / (double)Rounds;
            }
        }

        Assert.All(update.Zip(mean), pair => Assert.Equal(pair.First, pair.Second, 5 / Math.Sqrt(Rounds)));
    }

    [Fact]
    public void Signs_keep_each_tensors_mean_magnitude_and_no_more()
    {
        var update = Defended.Update();
        update[3] = 0f;
        var signs = Defended.By(new SignOptions(), update);
        var size = update[..700].Average(x => (double)Math.Abs(x));
        Assert.All(update[..700].Zip(signs), pair => Assert.Equal(size * Math.Sign(pair.First), pair.Second, 1e-6));
        Assert.True(Defended.Norm(signs) <= Defended.Norm(update));
    }

    [Fact]
    public void Nothing_is_made_of_an_update_of_zeros() =>
        Assert.All(
            new UpdateDefenceOptions[] { new ClipOptions(), new TopKOptions(), new PruneOptions(), new QuantiseOptions(), new QuantiseOptions { Bits = 1 }, new SignOptions() },
            defence => Assert.All(Defended.By(defence, new float[1001]), value => Assert.Equal(0f, value)));
}
