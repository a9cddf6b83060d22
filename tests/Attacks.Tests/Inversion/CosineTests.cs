using Federated.Attacks.Inversion;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>Inverting Gradients and its variants on a ReLU network with the usual initial weights.</summary>
public sealed class CosineTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(18.0)]
    [InlineData(16.0, "signed=soft", "decay=cosine", "init=patterned")]
    [InlineData(10.0, "objective=layer_cosine")]
    [InlineData(18.0, "objective=masked_cosine")]
    [InlineData(18.0, "objective=angular")]
    [InlineData(18.0, "signed=none", "lr=0.3", "tv_form=isotropic")]
    [InlineData(12.0, "signed=none", "langevin=0.0001")]
    public void One_image_comes_out(double least, params string[] overrides)
    {
        var attack = InversionCatalogue.Find("ig");
        var data = Images.Take(5);
        var result = attack.Run(Victim.Gradient(Victim.Network("cnn-mean"), 1, data), InversionSettings.Read(attack, overrides), null, default);
        var psnr = Images.Psnr(result.Inputs, data.Inputs);
        output.WriteLine($"{psnr:F1} dB, objective {result.Objective:E2}");
        Assert.Equal(data.Labels, result.Labels);
        Assert.True(psnr > least, $"{psnr} dB");
    }

    [Fact]
    public void Every_value_stays_in_its_box()
    {
        var attack = InversionCatalogue.Find("ig");
        var result = attack.Run(Victim.Gradient(Victim.Network("cnn-mean"), 1, Images.Take(5)), attack.Defaults with { Iterations = 20, Lr = 3.0 }, null, default);
        var (mean, std) = (Images.Normalisation.Mean[0], Images.Normalisation.Std[0]);
        Assert.All(result.Inputs, value => Assert.InRange(value, -mean / std, (1f - mean) / std));
    }
}
