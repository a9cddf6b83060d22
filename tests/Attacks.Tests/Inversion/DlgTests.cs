using Federated.Attacks.Inversion;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>DLG and iDLG on the smooth LeNet (spec checks 4 to 6): float32, L-BFGS with rate 1 and no line search.</summary>
public sealed class DlgTests(ITestOutputHelper output)
{
    private const int Seeds = 12;

    [Fact]
    public void Idlg_gets_the_image_from_nearly_every_seed()
    {
        var psnr = Attack("idlg", 20);
        Assert.True(psnr.Count(p => p > 30.0) >= 10, string.Join(' ', psnr));
    }

    [Fact]
    public void Dlg_gets_image_and_label_from_most_seeds()
    {
        var psnr = Attack("dlg", 30);
        Assert.True(psnr.Count(p => p > 30.0) >= 6, string.Join(' ', psnr));
    }

    private double[] Attack(string name, int iterations)
    {
        var attack = InversionCatalogue.Find(name);
        var options = attack.Defaults with { Iterations = iterations, Restarts = 1 };
        var network = Victim.Network("lenet-sigmoid");
        return [.. Enumerable.Range(1, Seeds).Select(seed =>
        {
            var data = Images.Take(seed);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var result = attack.Run(Victim.Gradient(network, (ulong)seed, data), options with { Seed = (ulong)seed }, null, default);
            var psnr = Images.Psnr(result.Inputs, data.Inputs);
            output.WriteLine($"{seed}: {psnr:F1} dB, label {result.Labels[0]} of {data.Labels[0]}, objective {result.Objective:E2}, {result.Evaluations} evaluations, {watch.ElapsedMilliseconds} ms");
            return psnr;
        })];
    }
}
