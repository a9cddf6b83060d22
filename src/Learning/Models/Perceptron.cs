using Federated.Learning.Data;
using static TorchSharp.torch;

namespace Federated.Learning.Models;

/// <summary>Fully connected layers with ReLU between them on flattened samples; none hidden is multinomial logistic regression.</summary>
public sealed class Perceptron : Network
{
    private readonly int _layers;

    /// <param name="name">name in experiment files</param>
    /// <param name="input">shape of one sample</param>
    /// <param name="hidden">widths of the hidden layers</param>
    /// <param name="classes">number of outputs</param>
    public Perceptron(string name, SampleShape input, int[] hidden, int classes)
        : base(name, input, classes)
    {
        int[] widths = [input.Size, .. hidden, classes];
        _layers = widths.Length - 1;
        for (var i = 0; i < _layers; i++)
        {
            Layout.AddLinear($"fc{i + 1}", widths[i], widths[i + 1]);
        }
    }

    /// <inheritdoc/>
    protected override Tensor Logits(IReadOnlyList<Tensor> p, Tensor x, ForwardContext context)
    {
        x = x.flatten(1);
        for (var i = 0; i < _layers; i++)
        {
            x = Layers.Linear(x, p[2 * i], p[(2 * i) + 1]);
            x = i + 1 < _layers ? x.relu() : x;
        }

        return x;
    }
}
