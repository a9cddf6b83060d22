using Federated.Learning.Kernels;
using Federated.Learning.Models;
using Federated.Learning.Numerics;
using Federated.Learning.Tests.Models;
using Xunit;

namespace Federated.Learning.Tests.Kernels;

public sealed class KernelNetworkTests
{
    [Theory]
    [InlineData("logistic", 1, 28, true)]
    [InlineData("2nn", 3, 5, true)]
    [InlineData("emnist-nn", 1, 28, true)]
    [InlineData("cnn28", 3, 28, true)]
    [InlineData("lenet", 3, 32, true)]
    [InlineData("pfl-cnn", 3, 32, true)]
    [InlineData("pfl-cnn", 3, 13, false)]
    [InlineData("resnet18-gn", 3, 32, false)]
    [InlineData("lenet-sigmoid", 1, 28, false)]
    [InlineData("cnn-mean", 1, 28, false)]
    public void Networks_of_whole_vectors_and_whole_pairs_are_taken(string name, int channels, int side, bool accepted) =>
        Assert.Equal(accepted, KernelCompiler.Accepts(Draw.Network(name, channels, side)));

    [Theory]
    [InlineData("cnn28", 1, 28)]
    [InlineData("pfl-cnn", 3, 12)]
    [InlineData("2nn", 1, 7)]
    public unsafe void The_logits_of_a_sample_do_not_depend_on_its_batch(string name, int channels, int side)
    {
        var network = (SequentialNetwork)Draw.Network(name, channels, side);
        var x = Draw.Normal(7 * network.Input.Size);
        using var whole = new KernelNetwork(network, 7, KernelPass.Evaluation);
        using var single = new KernelNetwork(network, 1, KernelPass.Evaluation);
        using var parameters = new AlignedBuffer<float>(network.Layout.Dimension);
        Draw.Initial(network).CopyTo(parameters.Span);
        x.CopyTo(whole.Samples(7));
        var together = whole.Forward(parameters.Address, 7).ToArray();
        for (var m = 0; m < 7; m++)
        {
            x.AsSpan(m * network.Input.Size, network.Input.Size).CopyTo(single.Samples(1));
            Assert.Equal(together.AsSpan(m * 10, 10), single.Forward(parameters.Address, 1));
        }
    }

    [Fact]
    public unsafe void Evaluating_gives_the_logits_of_training()
    {
        var network = (SequentialNetwork)Draw.Network("lenet", 3, 32);
        using var training = new KernelNetwork(network, 4, KernelPass.Training);
        using var evaluation = new KernelNetwork(network, 4, KernelPass.Evaluation);
        using var parameters = new AlignedBuffer<float>(network.Layout.Dimension);
        Draw.Initial(network).CopyTo(parameters.Span);
        var x = Draw.Normal(4 * network.Input.Size);
        x.CopyTo(training.Samples(4));
        x.CopyTo(evaluation.Samples(4));

        Assert.Equal(evaluation.Forward(parameters.Address, 4), training.Forward(parameters.Address, 4));
    }
}
