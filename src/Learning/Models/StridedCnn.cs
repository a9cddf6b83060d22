using Federated.Learning.Data;

namespace Federated.Learning.Models;

/// <summary>
/// The small convolutional network that identification of users is tried on (<c>cnn-small</c>): two padded 3x3 convolutions with 8 and 16 channels and
/// stride 2, then one hidden layer of 32 units, all with ReLU.
/// </summary>
public sealed class StridedCnn : SequentialNetwork
{
    /// <param name="input">shape of one sample</param>
    /// <param name="classes">number of outputs</param>
    public StridedCnn(SampleShape input, int classes)
        : base(
            "cnn-small",
            input,
            classes,
            WeightInitialiser.FanIn,
            new LayerSpec.Convolution(8, 3, Stride: 2, Padding: 1),
            new LayerSpec.ReLU(),
            new LayerSpec.Convolution(16, 3, Stride: 2, Padding: 1),
            new LayerSpec.ReLU(),
            new LayerSpec.Flatten(),
            new LayerSpec.Linear(32),
            new LayerSpec.ReLU(),
            new LayerSpec.Linear(classes))
    {
    }
}
