using Federated.Learning.Data;
using Federated.Learning.Parameters;
using static TorchSharp.torch;

namespace Federated.Learning.Models;

/// <summary>
/// The CIFAR network of the pfl-research benchmarks: 3x3 convolutions to 32 and 64 channels (valid), ReLU each, pool,
/// dropout 0.25, 128 units, ReLU, dropout 0.5, C outputs; Glorot-uniform weights. 1,626,442 parameters for 3x32x32 and ten classes.
/// </summary>
public sealed class PflCnn : Network
{
    /// <inheritdoc cref="Network(string, SampleShape, int)"/>
    public PflCnn(SampleShape input, int classes)
        : base("pfl-cnn", input, classes)
    {
        var pooled = ((input.Height - 4) / 2) * ((input.Width - 4) / 2);
        AddLayer("conv1", 32, input.Channels, 3, 3);
        AddLayer("conv2", 64, 32, 3, 3);
        AddLayer("fc1", 128, 64 * pooled);
        AddLayer("fc2", classes, 128);
    }

    /// <inheritdoc/>
    protected override Tensor Logits(IReadOnlyList<Tensor> p, Tensor x, ForwardContext context)
    {
        x = Layers.Convolution(Layers.ChannelsLast(x), p[0], p[1]).relu_();
        x = Layers.PoolReLU(Layers.Convolution(x, p[2], p[3]), context).flatten(1);
        if (context.DropoutKey is null)
        {
            return Layers.Linear(Layers.Linear(x, p[4], p[5]).relu_(), p[6], p[7]);
        }

        var stream = context.DropoutKey();
        x = ForwardContext.Dropout(x, 0.25f, ref stream);
        x = ForwardContext.Dropout(Layers.Linear(x, p[4], p[5]).relu_(), 0.5f, ref stream);
        return Layers.Linear(x, p[6], p[7]);
    }

    private void AddLayer(string name, long output, params long[] input)
    {
        var kernel = input.Skip(1).Aggregate(1L, (product, n) => product * n);
        Layout.Add($"{name}.weight", Initialiser.Glorot(input[0] * kernel, output * kernel), [output, .. input])
            .Add($"{name}.bias", Initialiser.FanIn(input[0] * kernel), output);
    }
}
