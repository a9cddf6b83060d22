using Federated.Attacks.Derivatives;
using Federated.Learning;
using Federated.Learning.Models;

namespace Federated.Attacks.Metrics;

/// <summary>What a network makes of images, in float64: its logits, and the input of its last layer.</summary>
public sealed class NetworkFeatures : IDisposable
{
    private readonly IJointLoss<double> _loss;
    private readonly int _biasOffset;
    private readonly int _weightOffset;
    private readonly int _width;

    /// <param name="network">the model; its last layer is fully connected, with a bias</param>
    /// <param name="weights">length d</param>
    /// <exception cref="InputException">The last layer is of another kind.</exception>
    public NetworkFeatures(Network network, ReadOnlySpan<float> weights)
    {
        var tensors = network.Layout.Tensors;
        if (tensors.Count < 2 || tensors[^1].Length != network.Classes || tensors[^2].Shape is not [var units, var width] || units != network.Classes)
        {
            throw new InputException($"features: the last layer of {network.Name} is not fully connected with a bias; expected a model that ends so");
        }

        (_weightOffset, _biasOffset, _width) = (tensors[^2].Offset, tensors[^1].Offset, (int)width);
        _loss = JointLosses.Create<double>(network, 1);
        for (var i = 0; i < weights.Length; i++)
        {
            _loss.Weights[i] = weights[i];
        }
    }

    /// <summary>f_w(x), one number for each class.</summary>
    /// <param name="image">one sample, channels first, normalised</param>
    public double[] Logits(ReadOnlySpan<float> image)
    {
        Evaluate(image, target: 0);
        return _loss.Logits.ToArray();
    }

    /// <summary>Input h of the last layer W h + b.</summary>
    /// <param name="image">one sample, channels first, normalised</param>
    public float[] LastLayerInput(ReadOnlySpan<float> image)
    {
        // dL/dW = e h' and dL/db = e for any target; the least likely class as target makes its e at most -1/2.
        Evaluate(image, target: 0);
        var logits = _loss.Logits;
        var row = 0;
        for (var c = 1; c < logits.Length; c++)
        {
            row = logits[c] < logits[row] ? c : row;
        }

        Evaluate(image, row);
        var error = _loss.WeightGradient[_biasOffset + row];
        var result = new float[_width];
        for (var j = 0; j < result.Length; j++)
        {
            result[j] = (float)(_loss.WeightGradient[_weightOffset + (row * _width) + j] / error);
        }

        return result;
    }

    /// <summary>Feature MSE: mean squared difference of all logits.</summary>
    /// <param name="a">one sample, normalised</param>
    /// <param name="b">the other</param>
    public double MeanSquaredDifference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var logits = Logits(a);
        return logits.Zip(Logits(b), (p, q) => (p - q) * (p - q)).Average();
    }

    /// <inheritdoc/>
    public void Dispose() => _loss.Dispose();

    private void Evaluate(ReadOnlySpan<float> image, int target)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Length, _loss.Inputs.Length);
        for (var i = 0; i < image.Length; i++)
        {
            _loss.Inputs[i] = image[i];
        }

        _loss.Targets.Clear();
        _loss.Targets[target] = 1.0;
        _loss.Evaluate();
    }
}
