using Federated.Learning.Data;
using static TorchSharp.torch;

namespace Federated.Learning.Models;

/// <summary>
/// A small network for 28x28 images: 5x5 convolution to 16 channels, ReLU, pool; 5x5 to 32, ReLU, pool; 512-128-C.
/// 80,202 parameters for one channel and ten classes.
/// </summary>
public sealed class Cnn28 : Network
{
    /// <inheritdoc cref="Network(string, SampleShape, int)"/>
    public Cnn28(SampleShape input, int classes)
        : base("cnn28", input, classes)
    {
        Layout.AddConvolution("conv1", input.Channels, 16, 5)
            .AddConvolution("conv2", 16, 32, 5)
            .AddLinear("fc1", 512, 128)
            .AddLinear("fc2", 128, classes);
    }

    /// <inheritdoc/>
    protected override Tensor Logits(IReadOnlyList<Tensor> p, Tensor x, ForwardContext context)
    {
        x = Layers.TwoConvolutions(p, x, context);
        return Layers.Linear(Layers.Linear(x, p[4], p[5]).relu(), p[6], p[7]);
    }
}
