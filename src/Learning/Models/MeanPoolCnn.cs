using Federated.Learning.Data;

namespace Federated.Learning.Models;

/// <summary>
/// The convolutional networks of the surrogate-model attack (SME): two padded 3x3 convolutions, each with ReLU and 2x2 mean-pooling, then one hidden
/// layer. <c>cnn-mean</c> has 16 and 32 channels and 100 units, <c>cnn-mnist</c> 32, 64 and 100, <c>cnn-cifar</c> 64, 128 and 200.
/// </summary>
public sealed class MeanPoolCnn : SequentialNetwork
{
    /// <param name="name">name in experiment files</param>
    /// <param name="input">shape of one sample</param>
    /// <param name="channels">of the first convolution; the second has twice as many</param>
    /// <param name="hidden">units of the hidden layer</param>
    /// <param name="classes">number of outputs</param>
    public MeanPoolCnn(string name, SampleShape input, int channels, int hidden, int classes)
        : base(
            name,
            input,
            classes,
            WeightInitialiser.FanIn,
            new LayerSpec.Convolution(channels, 3, Padding: 1),
            new LayerSpec.ReLU(),
            new LayerSpec.MeanPool(),
            new LayerSpec.Convolution(2 * channels, 3, Padding: 1),
            new LayerSpec.ReLU(),
            new LayerSpec.MeanPool(),
            new LayerSpec.Flatten(),
            new LayerSpec.Linear(hidden),
            new LayerSpec.ReLU(),
            new LayerSpec.Linear(classes))
    {
    }
}
