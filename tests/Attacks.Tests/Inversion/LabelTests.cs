using CsCheck;
using Federated.Attacks.Inversion;
using Federated.Attacks.Inversion.Labels;
using Federated.Attacks.Metrics;
using Federated.Learning;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>Labels from the last layer.</summary>
public sealed class LabelTests
{
    /// <summary>Spec check 3.</summary>
    [Theory]
    [InlineData("lenet-sigmoid")]
    [InlineData("cnn-mean")]
    [InlineData("2nn")]
    public void The_label_of_one_sample_is_always_right(string name)
    {
        var network = Victim.Network(name);
        for (var seed = 1; seed <= 12; seed++)
        {
            var data = Images.Take(seed * 17);
            Assert.Equal(data.Labels, Recover(Victim.Gradient(network, (ulong)seed, data), LabelStrategy.Auto));
        }
    }

    [Fact]
    public void The_label_of_one_sample_survives_the_loss_of_the_bias()
    {
        var data = Images.Take(5);
        var observation = Victim.Gradient(Victim.Network("cnn-mean"), 1, data);
        Array.Clear(observation.Step, observation.Dimension - 10, 10);
        Assert.Equal(data.Labels, Recover(observation, LabelStrategy.Idlg));
    }

    [Theory]
    [InlineData(LabelStrategy.Analytic)]
    [InlineData(LabelStrategy.Yin)]
    [InlineData(LabelStrategy.BiasCorrected)]
    [InlineData(LabelStrategy.WainakhSimple)]
    [InlineData(LabelStrategy.WainakhWhitebox)]
    public void Four_distinct_labels_are_found(LabelStrategy strategy)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var data = Images.OfDistinctClasses(4, seed * 50);
            Assert.Equal(data.Labels.Order(), Recover(Victim.Gradient(Victim.Network("cnn-mean"), (ulong)seed, data), strategy));
        }
    }

    [Theory]
    [InlineData(LabelStrategy.BiasCorrected)]
    [InlineData(LabelStrategy.WainakhSimple)]
    [InlineData(LabelStrategy.WainakhWhitebox)]
    public void Repeated_labels_of_few_classes_are_found(LabelStrategy strategy)
    {
        var data = Images.OfClasses(7, 3, 0, 3, 0, 3, 0, 0);
        Assert.Equal(data.Labels.Order(), Recover(Victim.Gradient(Victim.Network("cnn-mean"), 3, data), strategy));
    }

    [Fact]
    public void Repeated_labels_of_all_classes_are_found_by_measuring_the_model()
    {
        var data = Images.Take([.. Enumerable.Range(100, 16)]);
        var found = Recover(Victim.Gradient(Victim.Network("cnn-mean"), 3, data), LabelStrategy.WainakhWhitebox);
        Assert.Equal(16, found.Length);
        Assert.InRange(LabelAccuracy.Of(found, data.Labels), 0.8, 1.0);
    }

    [Fact]
    public void Rules_do_not_see_the_scale_of_the_update()
    {
        var data = Images.Take([.. Enumerable.Range(100, 16)]);
        var observation = Victim.Gradient(Victim.Network("cnn-mean"), 3, data);
        var scaled = observation with { Step = [.. observation.Step.Select(u => 0.01f * u)], GradientScale = 0.01 };
        Assert.All(
            new[] { LabelStrategy.BiasCorrected, LabelStrategy.WainakhSimple, LabelStrategy.WainakhWhitebox },
            strategy => Assert.Equal(Recover(observation, strategy), Recover(scaled, strategy)));
    }

    [Fact]
    public void Counts_of_a_whole_training_come_close()
    {
        var data = Images.Take([.. Enumerable.Range(300, 40)]);
        var training = new LocalOptions { Epochs = 3, BatchSize = 10, LearningRate = 0.01, WeightDecay = 0.0 };
        var found = Recover(Victim.Update(Victim.Network("cnn-mean"), 2, data, training), LabelStrategy.Auto);
        Assert.Equal(40, found.Length);
        Assert.InRange(LabelAccuracy.Of(found, data.Labels), 0.8, 1.0);
    }

    [Fact]
    public void Counts_sum_to_the_number_of_samples_and_are_never_negative() =>
        Gen.Select(Gen.Double[-30.0, 60.0].Array[1, 20], Gen.Int[0, 100]).Sample((estimates, n) =>
        {
            var counts = LabelCounts.Whole(estimates, n);
            Assert.Equal(n, counts.Sum());
            Assert.All(counts, count => Assert.InRange(count, 0, n));
        });

    [Fact]
    public void Whole_estimates_stay_what_they_are() => Assert.Equal([3, 0, 5, 2], LabelCounts.Whole([3.0, -0.2, 5.0, 2.0], 10));

    [Fact]
    public void What_cannot_be_recovered_is_refused_with_the_reason()
    {
        var data = Images.Take(1, 2, 3);
        var observation = Victim.Gradient(Victim.Network("cnn-mean"), 1, data);
        Refused(observation, LabelStrategy.Idlg, "reads the label of one sample, not of 3");
        Refused(observation, LabelStrategy.Known, "was not told the labels");
        Refused(observation with { Labels = [1, 2] }, LabelStrategy.Known, "2 labels for 3 samples");
        Refused(observation with { Labels = [1, 2, 10] }, LabelStrategy.Known, "in [0, 9]");
        Refused(observation, LabelStrategy.Counts, "needs the client's training");
        Refused(observation with { GradientScale = null }, LabelStrategy.WainakhWhitebox, "needs the gradient of one step");
        Refused(observation with { GradientScale = null }, LabelStrategy.Auto, "cannot be read from several steps");
        Refused(Victim.Gradient(Victim.Network("cnn-mean"), 1, Images.Take(7, 7, 7)), LabelStrategy.Analytic, "found 1 classes for 3 samples");
        var last = observation.Network.Layout.Tensors[^1];
        Array.Clear(observation.Step, last.Offset, last.Length);
        Refused(observation, LabelStrategy.BiasCorrected, "which a defence removed");
        var weight = observation.Network.Layout.Tensors[^2];
        Array.Clear(observation.Step, weight.Offset, weight.Length);
        Refused(observation, LabelStrategy.Yin, "the last layer's update is zero");
    }

    private static int[] Recover(Observation observation, LabelStrategy strategy) =>
        LabelRecovery.Resolve("ig", observation, new InversionOptions { Labels = strategy }, CancellationToken.None)!;

    private static void Refused(Observation observation, LabelStrategy strategy, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => Recover(observation, strategy)).Message);
}
