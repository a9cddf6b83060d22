using Federated.Learning.Data;
using static TorchSharp.torch;

namespace Federated.Learning.Models;

/// <summary>
/// The LeNet of the FedSpeed authors' simulator for 32x32 images: 5x5 convolution to 64 channels, ReLU, pool, twice;
/// 1600-384-192-C. 797,962 parameters for three channels and ten classes.
/// </summary>
public sealed class LeNet : Network
{
    /// <inheritdoc cref="Network(string, SampleShape, int)"/>
    public LeNet(SampleShape input, int classes)
        : base("lenet", input, classes)
    {
        Layout.AddConvolution("conv1", input.Channels, 64, 5)
            .AddConvolution("conv2", 64, 64, 5)
            .AddLinear("fc1", 1600, 384)
            .AddLinear("fc2", 384, 192)
            .AddLinear("fc3", 192, classes);
    }

    /// <inheritdoc/>
    protected override Tensor Logits(IReadOnlyList<Tensor> p, Tensor x, ForwardContext context)
    {
        x = Layers.TwoConvolutions(p, x, context);
        x = Layers.Linear(x, p[4], p[5]).relu();
        return Layers.Linear(Layers.Linear(x, p[6], p[7]).relu(), p[8], p[9]);
    }
}
