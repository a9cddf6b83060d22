using Federated.Attacks.Identity;
using Federated.Learning.Data;
using Federated.Learning.Data.Cameras;
using Federated.Learning.Privacy;
using Xunit;

namespace Federated.Attacks.Tests.Identity;

/// <summary>What identifies users with cameras, and what two defences change: the claims of the specification at a third of its size.</summary>
public sealed class CameraUsersTests(UsersBed bed) : IClassFixture<UsersBed>
{
    [Fact]
    public void Cameras_and_labels_together_say_more_than_either_and_neither_says_nothing()
    {
        var both = bed.Attack(UsersBed.Both);
        var labels = bed.Attack(UsersBed.LabelsOnly);
        var camera = bed.Attack(UsersBed.CameraOnly);
        var neither = bed.Attack(UsersBed.Neither);
        Assert.True(both.Worst.Top1 > 0.7, $"both: {both.Worst.Top1}");
        Assert.True(both.Worst.Top1 > labels.Worst.Top1 + 0.1, $"both {both.Worst.Top1}, labels {labels.Worst.Top1}");
        Assert.True(labels.Worst.Top1 > camera.Worst.Top1 + 0.1, $"labels {labels.Worst.Top1}, camera {camera.Worst.Top1}");
        Assert.True(camera.Worst.Top1 > (3 * neither.Worst.Top1) - 0.05, $"camera {camera.Worst.Top1}, neither {neither.Worst.Top1}");
        Assert.All(neither.Attackers, attacker => Assert.InRange(attacker.Top1, neither.Chance - (3 * neither.ChanceDeviation), neither.Chance + (3 * neither.ChanceDeviation)));
        Assert.InRange(neither.Matchers[0].Auc, 0.44, 0.56);
    }

    /// <summary>Check 14: every attacker, on users whom something does tell apart, taught with permuted labels.</summary>
    [Fact]
    public void Permuted_labels_teach_no_attacker_anything()
    {
        var report = bed.Attack(UsersBed.Both, new IdentityOptions { Seed = UsersBed.Seed, Permutations = 8 });
        Assert.Equal(["chance", "nearest neighbour", "nearest centroid", "linear", "mlp"], report.Attackers.Select(attacker => attacker.Attacker));
        Assert.All(report.Attackers, attacker => Assert.InRange(attacker.NullTop1, report.Chance - (3 * report.NullDeviation), report.Chance + (3 * report.NullDeviation)));
        Assert.Equal(0.05, report.Attackers[0].Top1, 12);
        Assert.All(report.Attackers.Skip(1), attacker => Assert.True(attacker.ChanceMultiple > 12, $"{attacker.Attacker}: {attacker.ChanceMultiple}"));
        Assert.All(report.Matchers, matcher => Assert.True(matcher.Auc > 0.9, $"{matcher.Matcher}: {matcher.Auc}"));
        Assert.True(report.Matchers[1].Auc > report.Matchers[0].Auc);
    }

    [Fact]
    public void The_last_bias_alone_names_most_users()
    {
        IdentityReport Of(string tensor) => bed.Attack(UsersBed.Both, UsersBed.Simple with { Features = new FeatureOptions { Tensors = [tensor] } });
        var (bias, first) = (Of("fc2.bias"), Of("conv1"));
        Assert.Equal(10, bias.Width);
        Assert.True(bias.Worst.Top1 > 0.5, $"{bias.Worst.Top1}");
        Assert.True(bias.Attackers[0].Top1 > first.Attackers[0].Top1, $"bias {bias.Attackers[0].Top1}, conv1 {first.Attackers[0].Top1}");
    }

    [Fact]
    public void Noise_of_ten_times_the_update_leaves_most_of_it()
    {
        var trial = bed.Trial(UsersBed.Both);
        var (updates, truth) = trial.Anonymous();
        double Top1(double ratio)
        {
            var noise = new DefencePipeline(new PrivacyOptions { Defences = [new NoiseOptions { Std = ratio, Scale = NoiseScale.Relative }] });
            var noisy = DefendedUpdates.Of(updates, noise, UsersBed.Network.Layout, 5);
            return IdentityAttack.Run(UsersBed.Network.Layout, trial.Labelled(), noisy, truth, UsersBed.Simple).Worst.Top1;
        }

        var (ten, thirty) = (Top1(10), Top1(30));
        Assert.True(ten > 0.55, $"{ten}");
        Assert.True(thirty < ten, $"{thirty} against {ten}");
    }

    [Fact]
    public void Decoys_for_three_quarters_of_the_images_take_most_of_it()
    {
        var data = UsersBed.Load(UsersBed.Both);
        var trial = bed.Trial(UsersBed.Both);
        var mixed = DecoyImages.Mix((ImageSet)data.Train, data.Natural!, (ImageSet)data.Auxiliary!.Public!, 0.75, UsersBed.Both, 9);
        var (updates, truth) = trial.Anonymous(mixed);
        var decoyed = IdentityAttack.Run(UsersBed.Network.Layout, trial.Labelled(), updates, truth, UsersBed.Simple);
        var plain = bed.Attack(UsersBed.Both);
        Assert.True(decoyed.Worst.Top1 < 0.5 * plain.Worst.Top1, $"{decoyed.Worst.Top1} against {plain.Worst.Top1}");
    }

    [Fact]
    public void Strangers_are_told_from_known_users_better_than_by_chance()
    {
        var trial = new IdentityTrial(UsersBed.Load(UsersBed.Both), UsersBed.Network, new TrialOptions { Seed = UsersBed.Seed, KnownUsers = 15, Rounds = 4 }, bed.Trial(UsersBed.Both).Start);
        var (updates, truth) = trial.Anonymous();
        var report = IdentityAttack.Run(UsersBed.Network.Layout, trial.Labelled(), updates, truth, UsersBed.Simple);
        Assert.Equal((15, 60, 20), (report.Users, report.AnonymousUpdates, report.StrangersUpdates));
        Assert.All(report.Attackers, attacker => Assert.True(attacker.OpenWorld!.DetectionAuc > 0.6, $"{attacker.Attacker}: {attacker.OpenWorld}"));
        Assert.All(report.Attackers, attacker => Assert.InRange(attacker.OpenWorld!.Accuracy, 0.1, attacker.Top1));
    }

    [Fact]
    public void Two_devices_of_a_user_lead_to_the_same_user()
    {
        var cameras = UsersBed.Both with { Users = 10, Devices = 2 };
        var trial = new IdentityTrial(UsersBed.Load(cameras), UsersBed.Network, new TrialOptions { Seed = UsersBed.Seed, Rounds = 4, WarmUpEpochs = 1 });
        var (updates, truth) = trial.Anonymous();
        Assert.Equal(80, updates.Count);
        Assert.Equal(20, truth.Select(t => t.Device).Distinct().Count());
        var report = IdentityAttack.Run(UsersBed.Network.Layout, trial.Labelled(), updates, truth, UsersBed.Simple);
        Assert.True(report.Worst.Top1 > 0.6, $"{report.Worst.Top1}");
        Assert.True(report.Worst.DeviceTop1 >= report.Worst.Top1 - 0.05, $"{report.Worst}");
    }
}
