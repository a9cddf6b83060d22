using System.Runtime.Intrinsics;
using Federated.Learning.Data;
using Federated.Learning.Models;

namespace Federated.Learning.Kernels;

/// <summary>Makes kernel layers from a network's description.</summary>
internal static class KernelCompiler
{
    /// <summary>Whether our kernels compute this network, and compute it fast on this machine.</summary>
    public static bool Accepts(Network network) =>
        Vector512.IsHardwareAccelerated && network is SequentialNetwork sequential && sequential.Shaped.All(IsCovered);

    /// <summary>Makes the layers.</summary>
    /// <param name="network">what to compute</param>
    /// <param name="capacity">largest batch</param>
    /// <param name="pass">whether to differentiate</param>
    public static KernelLayer[] Compile(SequentialNetwork network, int capacity, KernelPass pass)
    {
        var layers = new List<KernelLayer>();
        var isImage = network.Stack[0] is LayerSpec.Convolution;
        if (isImage && network.Input.Channels > 1)
        {
            layers.Add(new TransposeLayer(network.Input.Channels, network.Input.Height * network.Input.Width));
        }

        // Weight, then bias, of each layer that has them.
        var weights = new Queue<int>(network.Layout.Tensors.Where((_, i) => i % 2 == 0).Select(tensor => tensor.Offset));
        foreach (var (layer, input, output) in network.Shaped)
        {
            switch (layer)
            {
                case LayerSpec.Convolution c:
                    var offset = weights.Dequeue();
                    var differentiate = pass == KernelPass.Training && offset > 0;
                    layers.Add(new ConvolutionLayer(input, output, c.Kernel, offset, differentiate));
                    break;
                case LayerSpec.PoolReLU:
                    layers.Add(new PoolReLULayer(input, pass == KernelPass.Training ? capacity : 0));
                    break;
                case LayerSpec.Flatten when isImage:
                    layers.Add(new TransposeLayer(input.Height * input.Width, input.Channels));
                    break;
                case LayerSpec.Linear:
                    layers.Add(new LinearLayer(input.Size, output.Size, weights.Dequeue()));
                    break;
                case LayerSpec.ReLU:
                    layers.Add(new ReLULayer(input.Size));
                    break;
                case LayerSpec.Dropout d when pass == KernelPass.Training:
                    layers.Add(new DropoutLayer(input.Size, d.Probability, capacity));
                    break;
            }
        }

        return [.. layers];
    }

    private static bool IsCovered((LayerSpec Layer, SampleShape Input, SampleShape Output) step) => step.Layer switch
    {
        LayerSpec.Convolution c => c is { Stride: 1, Padding: 0 } && step.Output.Channels % VectorBlock.Lanes == 0,
        LayerSpec.PoolReLU => step.Input.Height % 2 == 0 && step.Input.Width % 2 == 0,
        LayerSpec.MeanPool or LayerSpec.Sigmoid => false,
        _ => true,
    };
}
