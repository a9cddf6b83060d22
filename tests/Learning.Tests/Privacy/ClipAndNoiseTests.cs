using CsCheck;
using Federated.Learning.Privacy;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

public class ClipAndNoiseTests
{
    [Fact]
    public void A_clipped_update_is_never_longer_than_the_bound_nor_than_it_was() =>
        Gen.Select(Gen.ULong, Gen.Double[-3, 3], Gen.Double[-3, 3]).Sample((seed, size, bound) =>
        {
            var update = Defended.Update(seed, Math.Pow(10, size));
            var clip = new ClipOptions { Norm = Math.Pow(10, bound) };
            var norm = Defended.Norm(Defended.By(clip, update));
            Assert.True(norm <= clip.Norm && norm <= Defended.Norm(update), $"{norm} of {Defended.Norm(update)}");
            Assert.InRange(norm, 0.99999 * Math.Min(clip.Norm, Defended.Norm(update)), double.MaxValue);
        });

    [Fact]
    public void A_short_update_is_not_clipped_in_any_bit()
    {
        var update = Defended.Update();
        Assert.Equal(update, Defended.By(new ClipOptions { Norm = 1.0001 * Defended.Norm(update) }, update));
    }

    [Fact]
    public void A_clip_keeps_the_direction()
    {
        var update = Defended.Update();
        var clipped = Defended.By(new ClipOptions { Norm = 0.5 }, update);
        var factor = Defended.Norm(clipped) / Defended.Norm(update);
        Assert.All(update.Zip(clipped), pair => Assert.Equal(factor * pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData(NoiseKind.Gaussian, 3.0)]
    [InlineData(NoiseKind.Laplace, 6.0)]
    public void Noise_has_the_moments_of_its_distribution(NoiseKind kind, double kurtosis)
    {
        var noise = Defended.By(new NoiseOptions { Kind = kind, Std = 0.3 }, new float[200_000]);
        var mean = noise.Average(x => (double)x);
        var variance = noise.Average(x => (x - mean) * (x - mean));
        Assert.Equal(0.0, mean, 5 * 0.3 / Math.Sqrt(noise.Length));
        Assert.Equal(0.09, variance, 0.0015);
        Assert.Equal(kurtosis, noise.Average(x => Math.Pow(x - mean, 4)) / (variance * variance), 0.25);
    }

    [Fact]
    public void Both_numbers_of_a_pair_are_independent()
    {
        var noise = Defended.By(new NoiseOptions { Std = 1.0 }, new float[100_001]);
        var products = Enumerable.Range(0, 50_000).Average(i => (double)noise[2 * i] * noise[(2 * i) + 1]);
        Assert.Equal(0.0, products, 5 / Math.Sqrt(50_000));
        Assert.NotEqual(0f, noise[^1]);
    }

    [Fact]
    public void Relative_noise_is_as_many_times_longer_than_the_update_as_it_says()
    {
        var update = Defended.Update(size: 1e-3, length: 50_000);
        var noisy = Defended.By(new NoiseOptions { Std = 10, Scale = NoiseScale.Relative }, update);
        var noise = noisy.Zip(update, (a, b) => a - b).ToArray();
        Assert.Equal(10.0, Defended.Norm(noise) / Defended.Norm(update), 0.1);
    }

    [Fact]
    public void Noise_differs_by_seed_round_client_vector_and_place_and_by_nothing_else()
    {
        var context = Defended.Context;
        DefenceContext[] others =
        [
            context, context with { Seed = 21 }, context with { Round = 4 }, context with { Client = 8 }, context with { Vector = 1 }, context with { Place = 1 },
        ];
        var noises = others.Select(other => Convert.ToHexString(Bytes(Defended.By(new NoiseOptions(), new float[1001], other)))).ToList();
        Assert.Equal(others.Length, noises.Distinct().Count());
        Assert.Equal(noises[0], Convert.ToHexString(Bytes(Defended.By(new NoiseOptions(), new float[1001], context with { }))));
    }

    private static byte[] Bytes(float[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray();
}
