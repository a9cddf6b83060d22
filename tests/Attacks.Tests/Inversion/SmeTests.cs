using Federated.Attacks.Inversion;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>The surrogate model against plain gradient inversion at either end (spec checks 13 and 15).</summary>
public sealed class SmeTests(ITestOutputHelper output)
{
    private const ulong Seed = 2;

    private static readonly IInversion _sme = InversionCatalogue.Find("sme");

    [Fact]
    public void A_surrogate_at_the_start_is_plain_gradient_inversion_bit_for_bit()
    {
        var observation = Victim.Gradient(Victim.Network("cnn-mean"), Seed, Images.OfDistinctClasses(2)) with { GradientScale = null, Labels = [0, 1] };
        var ig = InversionCatalogue.Find("ig");
        var options = ig.Defaults with { Iterations = 30 };
        var plain = ig.Run(observation, options, null, default);
        var atStart = _sme.Run(observation, options with { Sme = new SmeOptions { Alpha0 = 0.0, Beta = 0.5 } }, null, default);
        Assert.Equal(plain.Inputs, atStart.Inputs);
        Assert.Equal((plain.Objective, plain.Evaluations, 0.0), (atStart.Objective, atStart.Evaluations, atStart.Alpha));
    }

    [Fact]
    public void Learning_moves_alpha_by_no_more_than_its_rate_and_stays_between_the_ends()
    {
        var data = Images.OfDistinctClasses(2);
        var training = new LocalOptions { Epochs = 4, BatchSize = 1, LearningRate = 0.02, WeightDecay = 0.0 };
        var observation = Victim.Update(Victim.Network("cnn-mean"), Seed, data, training) with { Labels = data.Labels };
        double? Alpha(double beta) => _sme.Run(
            observation, _sme.Defaults with { Iterations = 10, Sme = new SmeOptions { Alpha0 = 0.9, Beta = beta }, Decay = RateDecay.None }, null, default).Alpha;
        Assert.InRange(Math.Abs(Alpha(0.001)!.Value - 0.9), 1e-4, 0.0101);
        Assert.InRange(Alpha(10.0)!.Value, 0.0, 1.0);
        Assert.Equal(0.9, Alpha(0.0)!.Value);
    }

    [Theory]
    [InlineData(5, 0.004)]
    [InlineData(50, 0.02)]
    public void A_surrogate_between_beats_both_ends(int epochs, double rate)
    {
        var data = Images.OfDistinctClasses(8, 100);
        var training = new LocalOptions { Epochs = epochs, BatchSize = 4, LearningRate = rate, WeightDecay = 0.0, ClipNorm = double.PositiveInfinity };
        var observation = Victim.Update(Victim.Network("cnn-mean"), Seed, data, training) with { Labels = data.Labels };
        double[] psnr = [.. new[] { 0.0, 0.5, 1.0 }.Select(alpha =>
        {
            var result = _sme.Run(observation, _sme.Defaults with { Sme = new SmeOptions { Alpha0 = alpha }, Seed = Seed }, null, default);
            var mean = Images.MeanPsnr(result, data);
            output.WriteLine($"alpha {alpha} -> {result.Alpha:F3}: {mean:F2} dB, objective {result.Objective:F4}");
            return mean;
        })];
        Assert.True(psnr[1] > psnr[0] && psnr[1] > psnr[2], string.Join(' ', psnr));
    }
}
