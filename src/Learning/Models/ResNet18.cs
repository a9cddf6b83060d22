using Federated.Learning.Data;
using Federated.Learning.Native;
using Federated.Learning.Parameters;
using static TorchSharp.torch;

namespace Federated.Learning.Models;

/// <summary>
/// ResNet-18 (He et al. 2016) with the ImageNet stem and GroupNorm(2) in place of batch normalisation, whose statistics
/// would be pooled by averaging and polluted by SAM's double forward pass. 11,181,642 parameters for ten classes.
/// </summary>
public sealed class ResNet18 : Network
{
    private const int Groups = 2;
    private static readonly int[] Widths = [64, 64, 128, 256, 512];

    /// <inheritdoc cref="Network(string, SampleShape, int)"/>
    public ResNet18(SampleShape input, int classes)
        : base("resnet18-gn", input, classes)
    {
        AddConvolution("conv1", input.Channels, 64, 7);
        AddNorm("norm1", 64);
        for (var stage = 1; stage <= 4; stage++)
        {
            for (var block = 0; block < 2; block++)
            {
                AddBlock($"layer{stage}.{block}", block == 0 ? Widths[stage - 1] : Widths[stage], Widths[stage]);
            }
        }

        Layout.AddLinear("fc", 512, classes);
    }

    /// <inheritdoc/>
    protected override Tensor Logits(IReadOnlyList<Tensor> p, Tensor x, ForwardContext context)
    {
        var next = 0;
        x = Layers.Convolution(Layers.ChannelsLast(x), p[next++], stride: 2, padding: 3);
        x = Norm(x, p, ref next).relu_();
        x = nn.functional.max_pool2d(x, 3, 2, 1);
        for (var stage = 1; stage <= 4; stage++)
        {
            for (var block = 0; block < 2; block++)
            {
                x = Block(x, p, ref next, stride: stage > 1 && block == 0 ? 2 : 1);
            }
        }

        return Layers.Linear(x.mean([2, 3]), p[next], p[next + 1]);
    }

    private static Tensor Block(Tensor x, IReadOnlyList<Tensor> p, ref int next, long stride)
    {
        var y = Layers.Convolution(x, p[next++], stride: stride, padding: 1);
        y = Norm(y, p, ref next).relu_();
        y = Layers.Convolution(y, p[next++], padding: 1);
        y = Norm(y, p, ref next);
        if (stride > 1)
        {
            x = Layers.Convolution(x, p[next++], stride: stride);
            x = Norm(x, p, ref next);
        }

        return TensorSum.Of(x, y).relu_();
    }

    private static Tensor Norm(Tensor x, IReadOnlyList<Tensor> p, ref int next)
    {
        var (weight, bias) = (p[next], p[next + 1]);
        next += 2;
        return nn.functional.group_norm(x, Groups, weight, bias, 1e-5);
    }

    private void AddBlock(string name, int input, int output)
    {
        AddConvolution($"{name}.conv1", input, output, 3);
        AddNorm($"{name}.norm1", output);
        AddConvolution($"{name}.conv2", output, output, 3);
        AddNorm($"{name}.norm2", output);
        if (input != output)
        {
            AddConvolution($"{name}.shortcut.conv", input, output, 1);
            AddNorm($"{name}.shortcut.norm", output);
        }
    }

    private void AddConvolution(string name, int input, int output, int kernel) =>
        Layout.Add($"{name}.weight", Initialiser.KaimingFanOut((long)output * kernel * kernel), output, input, kernel, kernel);

    private void AddNorm(string name, int channels) =>
        Layout.Add($"{name}.weight", Initialiser.Constant(1), channels).Add($"{name}.bias", Initialiser.Constant(0), channels);
}
