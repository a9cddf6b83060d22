using Federated.Attacks.Metrics;
using Federated.Attacks.Tests.Derivatives;
using Federated.Learning;
using Federated.Learning.Models;
using Xunit;
using static TorchSharp.torch;

namespace Federated.Attacks.Tests.Metrics;

/// <summary>What a network makes of images, and whether an image's original can be told from others.</summary>
public sealed class FeatureTests
{
    [Theory]
    [InlineData("lenet-sigmoid")]
    [InlineData("cnn-mean")]
    [InlineData("2nn")]
    public void The_last_layer_of_the_features_gives_the_logits(string name)
    {
        var (network, weights) = Open(name);
        var image = JointLossBed.Gaussians<float>(1, network.Input.Size);
        using var features = new NetworkFeatures(network, weights);
        var hidden = features.LastLayerInput(image);
        var (matrix, bias) = (network.Layout.Tensors[^2], network.Layout.Tensors[^1]);
        var logits = features.Logits(image);
        for (var c = 0; c < 10; c++)
        {
            var row = weights.AsSpan(matrix.Offset + (c * hidden.Length), hidden.Length);
            Assert.Equal(logits[c], weights[bias.Offset + c] + JointLossBed.Dot<float>(row, hidden), 1e-5);
        }
    }

    [Fact]
    public void Feature_errors_are_those_of_the_logits()
    {
        var (network, weights) = Open("cnn-mean");
        var (a, b) = (JointLossBed.Gaussians<float>(1, network.Input.Size), JointLossBed.Gaussians<float>(2, network.Input.Size));
        using var features = new NetworkFeatures(network, weights);
        Assert.Equal(0.0, features.MeanSquaredDifference(a, a));
        using var scope = NewDisposeScope();
        var parameters = network.Layout.Tensors.Select(t => tensor(weights[t.Offset..(t.Offset + t.Length)]).view(t.Shape)).ToArray();
        var logits = network.Forward(parameters, tensor(new[] { a, b }.SelectMany(image => image).ToArray()).view(2, 1, 14, 14), new ForwardContext(Learning.Experiments.Precision.Float32));
        Assert.Equal((logits[0] - logits[1]).square().mean().item<float>(), features.MeanSquaredDifference(a, b), 1e-5);
    }

    [Fact]
    public void A_model_without_a_bias_at_its_end_is_refused()
    {
        var network = new BareNetwork();
        Assert.Contains("bias", Assert.Throws<InputException>(() => new NetworkFeatures(network, new float[20])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_is_identified_when_no_other_is_nearer()
    {
        float[][] originals = [[0f, 0f], [1f, 0f], [0f, 1f]];
        float[][] made = [[.1f, 0f], [.4f, 0f], [.2f, .9f]];
        float[][] references = [.. originals, [.1f, .2f]];
        Assert.Equal(2.0 / 3.0, IdentificationPrecision.Of(made, originals, references, FeatureDistance.Euclidean), 1e-12);
    }

    [Fact]
    public void Features_are_identified_by_their_angle()
    {
        float[][] originals = [[1f, 0f]];
        float[][] made = [[9f, 1f]];
        Assert.Equal(1.0, IdentificationPrecision.Of(made, originals, [[0f, 1f], [9f, 9f]], FeatureDistance.Cosine));
        Assert.Equal(0.0, IdentificationPrecision.Of(made, originals, [[0f, 1f], [9f, 9f]], FeatureDistance.Euclidean));
    }

    [Fact]
    public void Distances_of_gradients_are_sums_and_angles()
    {
        Assert.Equal(new GradientDistance(25.0, 1.0), GradientDistance.Between<double>([3.0, 0.0], [0.0, 4.0]));
        Assert.Equal(2.0, GradientDistance.Between<float>([1f, 2f], [-2f, -4f]).OneMinusCosine, 1e-12);
        Assert.Equal(1.0, GradientDistance.Between<float>([0f, 0f], [1f, 0f]).OneMinusCosine);
    }

    private static (Network Network, float[] Weights) Open(string name)
    {
        var network = JointLossBed.Network(name);
        var weights = new float[network.Layout.Dimension];
        network.Layout.Initialise(5, weights);
        return (network, weights);
    }

    private sealed class BareNetwork : Network
    {
        public BareNetwork()
            : base("bare", new Learning.Data.SampleShape(1, 1, 2), 10) => Layout.Add("fc.weight", Learning.Parameters.Initialiser.FanIn(2), 10, 2);

        protected override Tensor Logits(IReadOnlyList<Tensor> p, Tensor x, ForwardContext context) => x.flatten(1).matmul(p[0].t());
    }
}
