using Federated.Attacks.Derivatives;
using Federated.Attacks.Inversion;
using Federated.Attacks.Inversion.Unrolled;
using Federated.Attacks.Tests.Derivatives;
using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>The unrolled attack: derivatives through whole trainings, the order prior, and short runs.</summary>
public sealed class UnrolledTests
{
    private static readonly IInversion _dlfa = InversionCatalogue.Find("dlfa");

    /// <summary>5 samples in batches of 2, 2 and 1, two epochs and a step more.</summary>
    private static readonly LocalOptions _ragged = new() { Steps = 7, BatchSize = 2, WeightDecay = 0.3 };

    [Fact]
    public void The_derivative_through_a_training_is_right()
    {
        var (network, before) = Start();
        using var training = new UnrolledTraining<double>(network, before, [1, 0, 3, 3, 2], _ragged, 0.7);
        Assert.Equal((7, 3, 3), (training.Steps, training.BatchesPerEpoch, training.Epochs));
        var v = JointLossBed.Gaussians<double>(6, before.Length);
        Slopes.AssertRight(
            new Slopes.Function(training.Length, (x, slope) =>
            {
                training.Train(x);
                training.Differentiate(x, v, slope);
                return JointLossBed.Dot<double>(v, training.Update.ToArray());
            }),
            JointLossBed.Gaussians<double>(7, training.Length));
    }

    [Fact]
    public void One_step_without_decay_sends_the_gradient()
    {
        var (network, before) = Start();
        using var training = new UnrolledTraining<double>(network, before, [1, 0], new LocalOptions { Epochs = 1, BatchSize = 2, WeightDecay = 0.0 }, 0.7);
        using var loss = JointLosses.Create<double>(network, 2);
        JointLossBed.Gaussians<double>(7, training.Length).CopyTo(loss.Inputs);
        before.CopyTo(loss.Weights);
        loss.Targets.Clear();
        (loss.Targets[1], loss.Targets[network.Classes]) = (1.0, 1.0);
        loss.Evaluate();
        training.Train(loss.Inputs);
        Assert.All(loss.WeightGradient.ToArray().Zip(training.Update.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Theory]
    [InlineData(OrderStatistic.Mean, OrderFeatures.Pixels, OrderDistance.L2, 1)]
    [InlineData(OrderStatistic.Mean, OrderFeatures.Convolution, OrderDistance.L1, 1)]
    [InlineData(OrderStatistic.Max, OrderFeatures.Pixels, OrderDistance.L1, 3)]
    [InlineData(OrderStatistic.Max, OrderFeatures.Convolution, OrderDistance.L2, 3)]
    public void The_order_prior_has_the_right_derivative_and_does_not_see_order(
        OrderStatistic statistic, OrderFeatures features, OrderDistance distance, int channels)
    {
        var shape = new SampleShape(channels, 5, 4);
        var options = new DlfaOptions { Statistic = statistic, Features = features, Distance = distance };
        var prior = new OrderPrior<double>(shape, 3, options, 1);
        var x = JointLossBed.Gaussians<double>(3, 3 * 2 * shape.Size);
        Slopes.AssertRight(new Slopes.Function(x.Length, (images, slope) => prior.Add(images, 0.9, slope)), x);

        var (a, b) = (x[..shape.Size], x[shape.Size..(2 * shape.Size)]);
        Assert.Equal(0.0, prior.Add([.. a, .. b, .. b, .. a, .. a, .. b], 1.0, new double[x.Length]), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Penalties_have_the_right_derivative(int channels)
    {
        var shape = new SampleShape(channels, 4, 5);
        var penalties = new ImagePenalties(shape, Normalisation.Identity(channels));
        var x = JointLossBed.Gaussians<double>(3, 2 * shape.Size);
        Slopes.AssertRight(
            new Slopes.Function(x.Length, (images, slope) => penalties.AddCircularVariation<double>(images, 0.1, slope) + penalties.AddClip<double>(images, 2.0, slope)), x);
    }

    [Fact]
    public void Epochs_in_another_order_merge_into_one_set()
    {
        var shape = new SampleShape(1, 1, 2);
        float[] merged = EpochMerge.Merge([0f, 0f, 5f, 5f, 9f, 9f, 5.5f, 5.5f, 0.5f, 0.5f, 9.5f, 9.5f], shape, [1, 1, 2]);
        Assert.Equal([0.25f, 0.25f, 5.25f, 5.25f, 9.25f, 9.25f], merged);
    }

    [Fact]
    public void Images_come_out_of_a_short_training()
    {
        var data = Images.OfDistinctClasses(4);
        var training = new LocalOptions { Epochs = 3, BatchSize = 2, LearningRate = 0.004, WeightDecay = 0.0 };
        var observation = Victim.Update(Victim.Network("cnn-mean"), 1, data, training) with { Labels = data.Labels };
        var result = _dlfa.Run(observation, _dlfa.Defaults with { Iterations = 200 }, null, default);
        var psnr = Images.MeanPsnr(result, data);
        Assert.True(psnr > 12.0, $"{psnr} dB");
    }

    [Fact]
    public void An_adversary_who_does_not_know_the_training_is_refused()
    {
        var observation = Victim.Gradient(Victim.Network("cnn-mean"), 1, Images.Take(1)) with { Threat = ThreatModel.B };
        Assert.Contains("needs an adversary of threat model C", Assert.Throws<InputException>(() => _dlfa.Run(observation, _dlfa.Defaults, null, default)).Message);
        Assert.Contains(
            "needs the client's training",
            Assert.Throws<InputException>(() => _dlfa.Run(observation with { Threat = ThreatModel.C }, _dlfa.Defaults, null, default)).Message);
    }

    [Fact]
    public void The_sum_of_several_clients_is_refused()
    {
        var data = Images.OfDistinctClasses(4);
        var observation = Victim.Update(Victim.Network("cnn-mean"), 1, data, new LocalOptions { BatchSize = 2 }) with { Labels = data.Labels, Clients = 2 };
        Assert.Contains(
            "simulates how one client trained, and this is the sum of 2 clients' updates; expected the update of one client, or sme",
            Assert.Throws<InputException>(() => _dlfa.Run(observation, _dlfa.Defaults, null, default)).Message);
    }

    private static (Federated.Learning.Models.Network Network, double[] Before) Start()
    {
        var network = JointLossBed.Network("lenet-sigmoid", 6);
        return (network, Array.ConvertAll(Victim.Weights(network, 5), w => (double)w));
    }
}
