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

    [Theory]
    [InlineData("idlg", 20)]
    [InlineData("dlg", 30)]
    public void A_good_seed_converges_to_float32(string name, int iterations)
    {
        var attack = InversionCatalogue.Find(name);
        var data = Images.Take(2);
        var options = attack.Defaults with { Iterations = iterations, Restarts = 1, Seed = 2 };
        var result = attack.Run(Victim.Gradient(Victim.Network("lenet-sigmoid"), 2, data), options, null, default);
        Assert.InRange(Images.Mse(result.Inputs, data.Inputs), 0.0, 1e-6);
        Assert.Equal(data.Labels, result.Labels);
    }

    [Fact]
    public void A_line_search_and_float64_leave_no_seed_out()
    {
        var psnr = Attack("idlg", 20, LineSearch.StrongWolfe, NumberFormat.Float64);
        Assert.All(psnr, p => Assert.InRange(p, 25.0, 100.0));
    }

    [Fact]
    public void Two_images_of_known_labels_come_out_together()
    {
        var attack = InversionCatalogue.Find("idlg");
        var data = Images.OfDistinctClasses(2);
        var observation = Victim.Gradient(Victim.Network("lenet-sigmoid"), 1, data) with { Labels = data.Labels };
        var result = attack.Run(observation, attack.Defaults with { Iterations = 30 }, null, default);
        Assert.InRange(Images.MeanPsnr(result, data), 30.0, 100.0);
    }

    private double[] Attack(string name, int iterations, LineSearch search = LineSearch.None, NumberFormat numbers = NumberFormat.Float32)
    {
        var attack = InversionCatalogue.Find(name);
        var options = attack.Defaults with { Iterations = iterations, Restarts = 1, LineSearch = search, Numbers = numbers };
        var network = Victim.Network("lenet-sigmoid");
        return [.. Enumerable.Range(1, Seeds).Select(seed =>
        {
            var data = Images.Take(seed);
            var result = attack.Run(Victim.Gradient(network, (ulong)seed, data), options with { Seed = (ulong)seed }, null, default);
            var psnr = Images.Psnr(result.Inputs, data.Inputs);
            output.WriteLine($"{seed}: {psnr:F1} dB, label {result.Labels[0]} of {data.Labels[0]}, objective {result.Objective:E2}, {result.Evaluations} evaluations");
            return psnr;
        })];
    }
}
