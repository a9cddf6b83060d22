using Federated.Attacks.Inversion;
using Federated.Learning;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>What all attacks have in common.</summary>
public sealed class InversionTests
{
    private static readonly IInversion _idlg = InversionCatalogue.Find("idlg");
    private static readonly IInversion _ig = InversionCatalogue.Find("ig");

    public static TheoryData<string> Names => [.. InversionCatalogue.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_attack_makes_a_dry_run(string name)
    {
        var attack = InversionCatalogue.Find(name);
        var data = Images.OfDistinctClasses(2);
        var network = Victim.Network(name == "analytic" ? "2nn" : "lenet-sigmoid");
        var observation = Victim.Gradient(network, 1, data) with { Training = new LocalOptions { Epochs = 1, BatchSize = 2 }, LearningRate = 1.0 };
        var result = attack.Run(observation, attack.Defaults with { Iterations = 1 }, null, default);
        Assert.Equal(data.Inputs.Length, result.Inputs.Length);
        Assert.Equal(2, result.Labels.Length);
        Assert.All(result.Inputs, value => Assert.True(float.IsFinite(value)));
        Assert.True(result.Evaluations >= 1 && double.IsFinite(result.Objective) && !result.IsPartial);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_attack_is_refused_to_a_weaker_adversary(string name)
    {
        var attack = InversionCatalogue.Find(name);
        if (attack.Threat > ThreatModel.A)
        {
            var observation = Victim.Gradient(Victim.Network("2nn"), 1, Images.Take(1)) with { Threat = attack.Threat - 1 };
            Refused(attack, observation, "needs an adversary of threat model");
        }
        else
        {
            Assert.Contains(name, new[] { "analytic", "dlg", "idlg" });
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_attack_refuses_what_it_cannot_attack(string name)
    {
        var attack = InversionCatalogue.Find(name);
        var observation = Victim.Gradient(Victim.Network("2nn"), 1, Images.Take(1)) with { Training = new LocalOptions(), LearningRate = 1.0 };
        Refused(attack, observation with { Step = new float[observation.Dimension] }, "zero throughout");
        Refused(attack, observation with { Step = new float[3] }, "is it the model that was trained");
        Refused(attack, observation with { Step = [.. observation.Step[1..], float.NaN] }, "not finite");
        Refused(attack, observation with { Samples = 0 }, "expected at least 1");
    }

    [Fact]
    public void Distances_that_need_a_scale_refuse_updates_without_one()
    {
        var observation = Victim.Gradient(Victim.Network("2nn"), 1, Images.Take(1)) with { GradientScale = null };
        Refused(_idlg, observation, "euclid needs the gradient itself");
    }

    [Fact]
    public void A_layer_that_is_all_that_counts_may_not_be_zero()
    {
        var observation = Victim.Gradient(Victim.Network("2nn"), 1, Images.Take(1));
        observation.Step.AsSpan(0, observation.Network.Layout.Tensors[1].Offset + 200).Clear();
        var error = Assert.Throws<InputException>(() => _ig.Run(observation, _ig.Defaults with { SkipLayers = ["fc2", "fc3"] }, null, default));
        Assert.Contains("zero in every layer that counts", error.Message);
    }

    [Fact]
    public void The_sign_in_which_an_update_was_sent_is_no_matter_once_it_is_u()
    {
        var data = Images.Take(3);
        var observation = Victim.Gradient(Victim.Network("lenet-sigmoid"), 3, data);
        float[] after = [.. observation.Before.Zip(observation.Step, (w, g) => w - g)];
        var converted = observation with { Step = [.. observation.Before.Zip(after, (w0, wT) => w0 - wT)] };
        var result = _idlg.Run(converted, _idlg.Defaults with { Restarts = 1 }, null, default);
        Assert.Equal(data.Labels, result.Labels);
        Assert.True(Images.Psnr(result.Inputs, data.Inputs) > 30.0);
    }

    [Fact]
    public void The_number_of_workers_decides_nothing()
    {
        var observation = Victim.Gradient(Victim.Network("lenet-sigmoid"), 3, Images.Take(3));
        Reconstruction Run(int workers) => _idlg.Run(observation, _idlg.Defaults with { Iterations = 4, Restarts = 5, Workers = workers }, null, default);
        var (one, three) = (Run(1), Run(3));
        Assert.Equal(one.Inputs, three.Inputs);
        Assert.Equal((one.Objective, one.Restart, one.Evaluations), (three.Objective, three.Restart, three.Evaluations));
    }

    [Fact]
    public void More_restarts_never_come_out_worse()
    {
        var observation = Victim.Gradient(Victim.Network("lenet-sigmoid"), 12, Images.Take(12));
        double Objective(int restarts) => _idlg.Run(observation, _idlg.Defaults with { Iterations = 4, Restarts = restarts }, null, default).Objective;
        Assert.True(Objective(4) <= Objective(1));
    }

    [Theory]
    [InlineData("idlg")]
    [InlineData("ig")]
    [InlineData("sme")]
    public void A_stopped_attack_gives_the_best_it_had(string name)
    {
        var attack = InversionCatalogue.Find(name);
        var observation = Victim.Gradient(Victim.Network("lenet-sigmoid"), 3, Images.Take(3));
        using var stop = new CancellationTokenSource();
        var seen = new Reports(report =>
        {
            if (report.Iteration == 3)
            {
                stop.Cancel();
            }
        });
        var result = attack.Run(observation, attack.Defaults with { Iterations = 100_000, Restarts = 4, Workers = 1 }, seen, stop.Token);
        Assert.True(result.IsPartial);
        Assert.Equal(3, seen.All.Count);
        Assert.Equal(seen.All[^1].Best, result.Objective);
        Assert.Equal(seen.All.Select(report => report.Best).OrderDescending(), seen.All.Select(report => report.Best));
    }

    [Fact]
    public void An_attack_that_is_stopped_before_it_begins_still_gives_something()
    {
        var observation = Victim.Gradient(Victim.Network("lenet-sigmoid"), 3, Images.Take(3));
        var result = _ig.Run(observation, _ig.Defaults with { Restarts = 4 }, null, new CancellationToken(canceled: true));
        Assert.True(result.IsPartial && result.Inputs.Length == 784);
    }

    [Fact]
    public void Memory_stays_flat_over_iterations()
    {
        var observation = Victim.Gradient(Victim.Network("cnn-mean"), 3, Images.Take(3));
        var bytes = new List<long>();
        var seen = new Reports(_ => bytes.Add(GC.GetAllocatedBytesForCurrentThread()));
        _ig.Run(observation, _ig.Defaults with { Iterations = 200, Restarts = 1 }, seen, default);
        Assert.InRange(bytes[^1] - bytes[10], 0, 190 * 2048);
    }

    private static void Refused(IInversion attack, Observation observation, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => attack.Run(observation, attack.Defaults, null, default)).Message);

    private sealed class Reports(Action<InversionProgress> each) : IProgress<InversionProgress>
    {
        public List<InversionProgress> All { get; } = [];

        public void Report(InversionProgress value)
        {
            All.Add(value);
            each(value);
        }
    }
}
