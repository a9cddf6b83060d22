using Federated.Learning.Data;

namespace Federated.Learning.Models;

/// <summary>
/// The network of DLG and iDLG (Zhu et al. 2019, arXiv 1906.08935): three 5x5 convolutions to 12 channels with strides 2, 2, 1, a sigmoid after each,
/// and a linear layer; smooth, so that gradients can be matched to the second derivative. 13,426 parameters for 28x28 and ten classes.
/// </summary>
public sealed class SigmoidLeNet : SequentialNetwork
{
    /// <inheritdoc cref="Network(string, SampleShape, int)"/>
    public SigmoidLeNet(SampleShape input, int classes)
        : base(
            "lenet-sigmoid",
            input,
            classes,
            WeightInitialiser.Half,
            new LayerSpec.Convolution(12, 5, Stride: 2, Padding: 2),
            new LayerSpec.Sigmoid(),
            new LayerSpec.Convolution(12, 5, Stride: 2, Padding: 2),
            new LayerSpec.Sigmoid(),
            new LayerSpec.Convolution(12, 5, Padding: 2),
            new LayerSpec.Sigmoid(),
            new LayerSpec.Flatten(),
            new LayerSpec.Linear(classes))
    {
    }
}
