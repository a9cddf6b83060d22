using Federated.Learning.Data;
using Federated.Learning.Numerics;
using Federated.Learning.Privacy;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;
using Federated.Learning.Tests.Models;
using Federated.Learning.Tests.Runs;
using Federated.Learning.Tests.Tasks;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

/// <summary>Gradients sample by sample: without a bound and noise an oracle like any other, then with them.</summary>
public sealed class PerExampleObjectiveTests : ImageObjectiveContract
{
    private static readonly PerExampleClipOptions _loose = new() { Norm = 1e9, NoiseMultiplier = 0.0 };

    [Theory]
    [InlineData("logistic", 12)]
    [InlineData("cnn28", 28)]
    [InlineData("lenet-sigmoid", 28)]
    public void Without_bound_and_noise_the_gradient_is_that_of_the_batch(string model, int side)
    {
        var task = TaskBed.Create(model, new SampleShape(1, side, side), 10, 16);
        using var whole = task.CreateObjective();
        using var single = Wrap(task, _loose);
        Prepare(task, whole, single);
        Assert.Equal(whole.Evaluate(), single.Evaluate(), 1e-5);
        Assert.Equal(0.0, FlatVector.Norm<float>(single.Gradient, -1.0, whole.Gradient, 0.0, whole.Gradient) / FlatVector.Norm<float>(whole.Gradient), 1e-5);
        Assert.Equal(whole.Loss(), single.Loss());
    }

    [Fact]
    public void Each_sample_counts_for_the_bound_at_most()
    {
        var task = TaskBed.Create("logistic", new SampleShape(1, 12, 12), 10, 16);
        using var tight = Wrap(task, new PerExampleClipOptions { Norm = 1e-3, NoiseMultiplier = 0.0 });
        using var single = new NetworkObjective(task);
        Prepare(task, single, tight);
        tight.Evaluate();
        var expected = new float[tight.Gradient.Length];
        var batch = new BatchSchedule(task.Experiment.Local, task.Experiment.Seed);
        batch.Open(task.Partition[0], 1, 0);
        foreach (var sample in batch.Next().ToArray())
        {
            single.Take([sample], 0);
            single.Evaluate();
            FlatVector.AddScaled<float>(expected, 1e-3 / (16 * FlatVector.Norm<float>(single.Gradient)), single.Gradient);
        }

        Assert.All(expected.Zip(tight.Gradient.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        Assert.True(FlatVector.Norm<float>(tight.Gradient) <= 1e-3);
    }

    [Fact]
    public void Noise_has_its_deviation_and_is_new_in_every_evaluation()
    {
        var task = TaskBed.Create("cnn28", new SampleShape(1, 28, 28), 10, 16);
        using var noisy = Wrap(task, new PerExampleClipOptions { Norm = 1e-6, NoiseMultiplier = 3.0 });
        using var again = Wrap(task, new PerExampleClipOptions { Norm = 1e-6, NoiseMultiplier = 3.0 });
        Prepare(task, noisy, again);
        noisy.Evaluate();
        var first = noisy.Gradient.ToArray();
        Assert.Equal(3e-6 / 16, FlatVector.Norm<float>(first) / Math.Sqrt(first.Length), 0.01 * 3e-6 / 16);
        noisy.Evaluate();
        Assert.NotEqual(first, noisy.Gradient.ToArray());
        again.Evaluate();
        Assert.Equal(first, again.Gradient.ToArray());
    }

    [Fact]
    public void Whole_runs_do_not_depend_on_workers()
    {
        using var bed = new RunBed();
        var experiment = RunBed.SmallCnn with { Rounds = 1, Privacy = new PrivacyOptions { Defences = [new PerExampleClipOptions { NoiseMultiplier = 0.1 }] } };
        Assert.Equal(bed.Sha(experiment, "one", workers: 1), bed.Sha(experiment, "three", workers: 3));
    }

    private protected override ILocalObjective<float> Create(ClassificationTask task) => Wrap(task, _loose);

    private static PerExampleObjective Wrap(ClassificationTask task, PerExampleClipOptions options)
    {
        var plain = (IBatchObjective)new ClassificationTask(task.Experiment with { Privacy = null }, task.Data, task.Partition, task.Network).CreateObjective();
        return new PerExampleObjective(plain, options, task.Experiment, task.Partition);
    }

    private static void Prepare(ClassificationTask task, params ILocalObjective<float>[] objectives)
    {
        foreach (var objective in objectives)
        {
            Draw.Initial(task.Network).CopyTo(objective.Point);
            objective.Open(0, 1);
            objective.NextBatch();
        }
    }
}
