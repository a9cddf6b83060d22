using Federated.Attacks.Derivatives;
using Federated.Attacks.Inversion;
using Federated.Attacks.Inversion.Analytic;
using Federated.Attacks.Tests.Derivatives;
using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>Closed-form recovery of what went into a linear layer (spec checks 1 and 2).</summary>
public sealed class AnalyticTests
{
    private static readonly IInversion _analytic = InversionCatalogue.Find("analytic");

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 64 })]
    public void One_sample_comes_back_to_float64(int[] hidden)
    {
        var network = new Perceptron("2nn", new SampleShape(1, 28, 28), hidden, 10);
        using var loss = JointLosses.Create<double>(network, 1);
        JointLossBed.Draw(loss, 5);
        Array.ConvertAll(Images.Take(7).Inputs, value => (double)value).CopyTo(loss.Inputs);
        loss.Evaluate();
        var (weight, bias) = (network.Layout.Tensors[0], network.Layout.Tensors[1]);
        var found = LinearLayerInput.Recover(loss.WeightGradient.Slice(weight.Offset, weight.Length), loss.WeightGradient.Slice(bias.Offset, bias.Length));
        Assert.InRange(found!.Zip(loss.Inputs.ToArray(), (a, b) => Math.Abs(a - b)).Max(), 0.0, 1e-12);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 64 })]
    public void One_sample_comes_back_to_float32(int[] hidden)
    {
        var data = Images.Take(7);
        var result = _analytic.Run(
            Victim.Gradient(new Perceptron("2nn", new SampleShape(1, 28, 28), hidden, 10), 5, data), _analytic.Defaults, null, default);
        Assert.InRange(Images.MaxError(result.Inputs, data.Inputs), 0.0, 1e-6);
        Assert.Equal(data.Labels, result.Labels);
    }

    [Fact]
    public void Ten_steps_on_one_sample_give_it_away_as_well()
    {
        var data = Images.Take(7);
        var training = new LocalOptions { Epochs = 10, BatchSize = 1, LearningRate = 0.5, WeightDecay = 0.0 };
        var result = _analytic.Run(Victim.Update(Victim.Network("2nn"), 5, data, training), _analytic.Defaults, null, default);
        Assert.InRange(Images.MaxError(result.Inputs, data.Inputs), 0.0, 1e-2);
    }

    [Fact]
    public void Several_samples_give_as_many_mixtures()
    {
        var data = Images.OfDistinctClasses(4);
        var result = _analytic.Run(Victim.Gradient(Victim.Network("2nn"), 5, data), _analytic.Defaults, null, default);
        Assert.Equal(data.Inputs.Length, result.Inputs.Length);
        Assert.Equal(4, result.Labels.Length);
    }

    [Fact]
    public void A_convolution_in_front_is_refused()
    {
        var observation = Victim.Gradient(Victim.Network("lenet-sigmoid"), 5, Images.Take(7));
        Assert.Contains("no linear layer at its input", Assert.Throws<InputException>(() => _analytic.Run(observation, _analytic.Defaults, null, default)).Message);
    }

    [Fact]
    public void A_bias_that_a_defence_removed_is_refused()
    {
        var observation = Victim.Gradient(Victim.Network("2nn"), 5, Images.Take(7));
        var bias = observation.Network.Layout.Tensors[1];
        Array.Clear(observation.Step, bias.Offset, bias.Length);
        Assert.Contains("fc1.bias is zero", Assert.Throws<InputException>(() => _analytic.Run(observation, _analytic.Defaults, null, default)).Message);
    }
}
