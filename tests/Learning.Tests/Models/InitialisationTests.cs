using Federated.Learning.Parameters;
using Xunit;

namespace Federated.Learning.Tests.Models;

public sealed class InitialisationTests
{
    [Theory]
    [InlineData("lenet", 3, 32)]
    [InlineData("cnn28", 1, 28)]
    [InlineData("2nn", 1, 28)]
    [InlineData("emnist-nn", 1, 28)]
    [InlineData("logistic", 1, 28)]
    [InlineData("cnn-mean", 1, 28)]
    public void Weights_and_biases_fill_the_interval_of_their_fan_in(string name, int channels, int side)
    {
        var network = Draw.Network(name, channels, side);
        var flat = Draw.Initial(network);
        for (var i = 0; i < network.Layout.Tensors.Count; i += 2)
        {
            var (weight, bias) = (network.Layout.Tensors[i], network.Layout.Tensors[i + 1]);
            var bound = 1.0 / Math.Sqrt(FanIn(weight));
            AssertUniform(Values(flat, weight), bound);
            Assert.All(Values(flat, bias), value => Assert.InRange(Math.Abs(value), 0, bound));
            Assert.True(Values(flat, bias).Distinct().Count() > 1);
        }
    }

    [Fact]
    public void Weights_of_pfl_cnn_fill_the_interval_of_Glorot()
    {
        var network = Draw.Network("pfl-cnn", 3, 32);
        var flat = Draw.Initial(network);
        (int FanIn, int FanOut)[] fans = [(27, 288), (288, 576), (12_544, 128), (128, 10)];
        for (var layer = 0; layer < fans.Length; layer++)
        {
            var weight = network.Layout.Tensors[2 * layer];
            AssertUniform(Values(flat, weight), Math.Sqrt(6.0 / (fans[layer].FanIn + fans[layer].FanOut)));
            var bound = 1.0 / Math.Sqrt(fans[layer].FanIn);
            Assert.All(Values(flat, network.Layout.Tensors[(2 * layer) + 1]), value => Assert.InRange(Math.Abs(value), 0, bound));
        }
    }

    [Fact]
    public void Weights_and_biases_of_the_sigmoid_LeNet_fill_the_interval_of_half()
    {
        var network = Draw.Network("lenet-sigmoid", 1, 28);
        var flat = Draw.Initial(network);
        AssertUniform(flat, 0.5);
        Assert.All(network.Layout.Tensors, tensor => Assert.Contains(Values(flat, tensor), value => Math.Abs(value) > 0.35));
    }

    [Fact]
    public void ResNet_starts_from_Kaiming_weights_and_identity_norms()
    {
        var network = Draw.Network("resnet18-gn", 3, 32);
        var flat = Draw.Initial(network);
        foreach (var tensor in network.Layout.Tensors.Where(tensor => !tensor.Name.StartsWith("fc.", StringComparison.Ordinal)))
        {
            var values = Values(flat, tensor);
            if (tensor.Shape.Length == 1)
            {
                Assert.All(values, value => Assert.Equal(tensor.Name.EndsWith("weight", StringComparison.Ordinal) ? 1.0f : 0.0f, value));
                continue;
            }

            var deviation = Math.Sqrt(values.Average(value => (double)value * value));
            var expected = Math.Sqrt(2.0 / (tensor.Shape[0] * tensor.Shape[2] * tensor.Shape[3]));
            Assert.InRange(deviation / expected, 0.95, 1.05);
            Assert.InRange(values.Average(value => (double)value) / expected, -0.05, 0.05);
        }

        AssertUniform(Values(flat, network.Layout.Tensors[^2]), 1.0 / Math.Sqrt(512));
    }

    [Theory]
    [InlineData("cnn28", 28)]
    [InlineData("pfl-cnn", 12)]
    [InlineData("logistic", 4)]
    public void The_seed_decides_the_vector(string name, int side)
    {
        var network = Draw.Network(name, 1, side);

        Assert.Equal(Draw.Initial(network, 20), Draw.Initial(Draw.Network(name, 1, side), 20));
        Assert.NotEqual(Draw.Initial(network, 20), Draw.Initial(network, 21));
    }

    [Fact]
    public void Tensors_of_one_shape_get_values_of_their_own()
    {
        var layout = new ParameterLayout().AddLinear("a", 8, 8).AddLinear("b", 8, 8);
        var flat = new float[layout.Dimension];
        layout.Initialise(20, flat);

        Assert.NotEqual(Values(flat, layout.Tensors[0]), Values(flat, layout.Tensors[2]));
    }

    private static long FanIn(ParameterTensor weight) => weight.Length / weight.Shape[0];

    private static float[] Values(float[] flat, ParameterTensor tensor) => flat.AsSpan(tensor.Offset, tensor.Length).ToArray();

    /// <summary>Inside the interval, and of the spread of a uniform distribution on it.</summary>
    private static void AssertUniform(float[] values, double bound)
    {
        Assert.All(values, value => Assert.InRange(Math.Abs(value), 0, bound * 1.000001));

        // Four standard errors of the mean square of n uniform numbers, which has the relative standard deviation sqrt(0.8 / n).
        var square = values.Average(value => (double)value * value) / (bound * bound / 3.0);
        Assert.InRange(square, 1 - (4 * Math.Sqrt(0.8 / values.Length)), 1 + (4 * Math.Sqrt(0.8 / values.Length)));
    }
}
