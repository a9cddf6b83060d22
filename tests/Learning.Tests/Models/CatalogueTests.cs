using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Xunit;
using static TorchSharp.torch;

namespace Federated.Learning.Tests.Models;

public sealed class CatalogueTests
{
    [Theory]
    [InlineData("lenet", 3, 32, 10, 797_962)]
    [InlineData("lenet", 3, 32, 100, 815_332)]
    [InlineData("lenet", 3, 32, 200, 834_632)]
    [InlineData("resnet18-gn", 3, 32, 10, 11_181_642)]
    [InlineData("resnet18-gn", 3, 32, 100, 11_227_812)]
    [InlineData("resnet18-gn", 3, 32, 200, 11_279_112)]
    [InlineData("2nn", 1, 28, 10, 199_210)]
    [InlineData("emnist-nn", 1, 28, 10, 89_610)]
    [InlineData("logistic", 1, 28, 10, 7_850)]
    [InlineData("logistic", 3, 5, 62, (75 * 62) + 62)]
    [InlineData("cnn28", 1, 28, 10, 80_202)]
    [InlineData("pfl-cnn", 3, 32, 10, 1_626_442)]
    [InlineData("lenet-sigmoid", 1, 28, 10, 13_426)]
    [InlineData("lenet-sigmoid", 1, 14, 10, 9_466)]
    [InlineData("cnn-mean", 1, 28, 10, 162_710)]
    [InlineData("cnn-mnist", 1, 28, 62, 338_778)]
    [InlineData("cnn-cifar", 3, 32, 100, 1_734_348)]
    public void Networks_have_as_many_parameters_as_published(string name, int channels, int side, int classes, int parameters) =>
        Assert.Equal(parameters, Draw.Network(name, channels, side, classes).Layout.Dimension);

    [Theory]
    [InlineData("lenet", 32, 10)]
    [InlineData("resnet18-gn", 32, 62)]
    [InlineData("2nn", 28, 6)]
    [InlineData("emnist-nn", 28, 6)]
    [InlineData("logistic", 28, 2)]
    [InlineData("cnn28", 28, 8)]
    [InlineData("pfl-cnn", 32, 8)]
    [InlineData("lenet-sigmoid", 28, 8)]
    [InlineData("cnn-mean", 28, 8)]
    [InlineData("cnn-small", 28, 8)]
    [InlineData("word-nn", 28, 4)]
    public void Tensors_follow_each_other_without_gaps(string name, int side, int tensors)
    {
        var layout = Draw.Network(name, 3, side).Layout;
        var end = 0;
        foreach (var tensor in layout.Tensors)
        {
            Assert.Equal(end, tensor.Offset);
            Assert.Equal(tensor.Shape.Aggregate(1L, (product, n) => product * n), tensor.Length);
            end += tensor.Length;
        }

        Assert.Equal(layout.Dimension, end);
        Assert.Equal(tensors, layout.Tensors.Count);
        Assert.Equal(tensors, layout.Tensors.Select(tensor => tensor.Name).Distinct().Count());
    }

    [Fact]
    public void Weights_come_before_their_bias_and_outputs_before_inputs()
    {
        var tensors = Draw.Network("cnn28", 1, 28).Layout.Tensors;
        string[] names = ["conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"];
        Assert.Equal(names, tensors.Select(tensor => tensor.Name));
        Assert.Equal([16, 1, 5, 5], tensors[0].Shape);
        Assert.Equal([32, 16, 5, 5], tensors[2].Shape);
        Assert.Equal([128, 512], tensors[4].Shape);
        Assert.Equal([10], tensors[7].Shape);
    }

    [Theory]
    [InlineData("lenet", 3, 32)]
    [InlineData("resnet18-gn", 3, 32)]
    [InlineData("2nn", 1, 28)]
    [InlineData("emnist-nn", 1, 28)]
    [InlineData("logistic", 2, 9)]
    [InlineData("cnn28", 1, 28)]
    [InlineData("pfl-cnn", 1, 13)]
    [InlineData("lenet-sigmoid", 1, 15)]
    [InlineData("cnn-mean", 1, 9)]
    [InlineData("cnn-small", 1, 28)]
    [InlineData("word-nn", 1, 9)]
    public void Logits_have_one_row_per_sample_and_one_column_per_class(string name, int channels, int side)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var network = Draw.Network(name, channels, side, classes: 7);
        using var parameters = new ParameterVector(network.Layout, trainable: false);
        Draw.Initial(network).CopyTo(parameters.Values);

        var logits = network.Forward(parameters.Views, Draw.Normal([2, channels, side, side]), new ForwardContext(Precision.Float32));

        Assert.Equal([2, 7], logits.shape);
        Assert.Equal(ScalarType.Float32, logits.dtype);
        Assert.True(logits.isfinite().all().item<bool>());
        Assert.NotEqual(logits[0].data<float>().ToArray(), logits[1].data<float>().ToArray());
    }

    [Theory]
    [InlineData("lenet", 28, "model.name: lenet does not take samples of 1x28x28, which the data set has; expected one of cnn28, 2nn, emnist-nn, logistic, pfl-cnn, lenet-sigmoid, cnn-mean, cnn-mnist, cnn-cifar, cnn-small, word-nn")]
    [InlineData("cnn28", 32, "model.name: cnn28 does not take samples of 1x32x32, which the data set has; expected one of lenet, 2nn, emnist-nn, logistic, pfl-cnn, resnet18-gn, lenet-sigmoid, cnn-mean, cnn-mnist, cnn-cifar, cnn-small, word-nn")]
    [InlineData("resnet18-gn", 31, "model.name: resnet18-gn does not take samples of 1x31x31, which the data set has; expected one of 2nn, emnist-nn, logistic, pfl-cnn, lenet-sigmoid, cnn-mean, cnn-mnist, cnn-cifar, cnn-small, word-nn")]
    [InlineData("pfl-cnn", 5, "model.name: pfl-cnn does not take samples of 1x5x5, which the data set has; expected one of 2nn, emnist-nn, logistic, lenet-sigmoid, cnn-mean, cnn-mnist, cnn-cifar, cnn-small, word-nn")]
    [InlineData("vgg", 28, "model.name: 'vgg' is not known; expected one of cnn28, lenet, 2nn, emnist-nn, logistic, pfl-cnn, resnet18-gn, lenet-sigmoid, cnn-mean, cnn-mnist, cnn-cifar, cnn-small, word-nn")]
    public void What_does_not_fit_is_refused_with_what_would(string name, int side, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => ModelCatalogue.Create(name, new SampleShape(1, side, side), 10)).Message);
}
