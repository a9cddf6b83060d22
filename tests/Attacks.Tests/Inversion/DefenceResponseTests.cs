using Federated.Attacks.Inversion;
using Federated.Attacks.Tests.Derivatives;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>How iDLG answers to what a defence does to the gradient of the smooth LeNet (spec section 10.2), best of three restarts.</summary>
public sealed class DefenceResponseTests(ITestOutputHelper output)
{
    [Fact]
    public void Noise_of_variance_a_hundredth_leaves_nothing() =>
        Assert.All(Attack(g => [.. g.Zip(JointLossBed.Gaussians<float>(99, g.Length), (a, noise) => a + (0.1f * noise))]), psnr => Assert.InRange(psnr, 0.0, 12.0));

    [Fact]
    public void Noise_of_variance_a_millionth_leaves_the_image() =>
        Assert.All(Attack(g => [.. g.Zip(JointLossBed.Gaussians<float>(99, g.Length), (a, noise) => a + (0.001f * noise))]), psnr => Assert.InRange(psnr, 25.0, 100.0));

    [Fact]
    public void Eight_bits_leave_the_image() => Assert.All(Attack(g => Quantise(g, 127f)), psnr => Assert.InRange(psnr, 30.0, 100.0));

    [Fact]
    public void Pruning_a_tenth_leaves_the_image_and_nine_tenths_nothing()
    {
        Assert.All(Attack(g => Prune(g, 0.1)), psnr => Assert.InRange(psnr, 40.0, 100.0));
        Assert.All(Attack(g => Prune(g, 0.9)), psnr => Assert.InRange(psnr, 0.0, 12.0));
    }

    [Fact]
    public void Who_knows_the_mask_gets_more_out_of_a_pruned_gradient()
    {
        var naive = Attack(g => Prune(g, 0.7));
        var adaptive = Attack(g => Prune(g, 0.7), "objective=masked_cosine", "line_search=strong_wolfe", "scale=100");
        Assert.True(adaptive.Average() > naive.Average() + 3.0);
    }

    private double[] Attack(Func<float[], float[]> defence, params string[] overrides)
    {
        var (attack, network) = (InversionCatalogue.Find("idlg"), Victim.Network("lenet-sigmoid"));
        double[] psnr = [.. new ulong[] { 2, 3, 4 }.Select(seed =>
        {
            var data = Images.Take((int)seed);
            var observation = Victim.Gradient(network, seed, data);
            var result = attack.Run(observation with { Step = defence(observation.Step), Labels = data.Labels }, InversionSettings.Read(attack, [.. overrides, "iterations=15", $"seed={seed}"]), null, default);
            return Images.Psnr(result.Inputs, data.Inputs);
        })];
        output.WriteLine(string.Join(' ', psnr));
        return psnr;
    }

    /// <summary>The whole gradient on one grid.</summary>
    private static float[] Quantise(float[] g, float levels)
    {
        var step = g.Max(Math.Abs) / levels;
        return [.. g.Select(value => MathF.Round(value / step) * step)];
    }

    private static float[] Prune(float[] g, double share)
    {
        var threshold = g.Select(Math.Abs).Order().ElementAt((int)(share * g.Length));
        return [.. g.Select(value => Math.Abs(value) < threshold ? 0f : value)];
    }
}
