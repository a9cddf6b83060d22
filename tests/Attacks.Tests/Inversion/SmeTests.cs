using Federated.Attacks.Inversion;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>The surrogate model against plain gradient inversion at either end (spec checks 13 and 15).</summary>
public sealed class SmeTests(ITestOutputHelper output)
{
    private const ulong Seed = 1;

    private static readonly IInversion _sme = InversionCatalogue.Find("sme");

    [Theory]
    [InlineData(5, 0.004)]
    [InlineData(50, 0.02)]
    public void A_surrogate_between_beats_both_ends(int epochs, double rate)
    {
        var data = Images.OfDistinctClasses(8);
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
