using System.Numerics;
using Federated.Learning.Models;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>
/// Chains of layers by our own kernels, without a graph: a forward and a backward pass for the gradients, and both again along a direction for a
/// product of second derivatives.
/// </summary>
internal sealed unsafe class KernelJointLoss<T> : IJointLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly JointWeights<T> _weights;
    private readonly JointNetwork<T> _layers;
    private readonly SoftmaxHead<T> _head;
    private readonly T[] _inputs;
    private readonly T[] _targets;
    private readonly T[] _logits;
    private readonly T[] _targetProduct;
    private readonly T[] _inputGradient;
    private readonly T[] _inputProduct;
    private bool _hasInputGradient;

    /// <param name="network">the model</param>
    /// <param name="samples">n</param>
    public KernelJointLoss(SequentialNetwork network, int samples)
    {
        (Network, Samples) = (network, samples);
        _weights = new JointWeights<T>(network.Layout.Dimension);
        _layers = new JointNetwork<T>(network, samples, _weights);
        _head = new SoftmaxHead<T>(_layers.Output);
        var (pixels, outputs) = (checked(samples * network.Input.Size), checked(samples * network.Classes));
        (_inputs, _inputGradient, _inputProduct) = (new T[pixels], new T[pixels], new T[pixels]);
        (_targets, _logits, _targetProduct) = (new T[outputs], new T[outputs], new T[outputs]);
    }

    public Network Network { get; }

    public int Samples { get; }

    public Span<T> Weights => _weights.Span(_weights.Value);

    public Span<T> Inputs => _inputs;

    public Span<T> Targets => _targets;

    public ReadOnlySpan<T> Logits => _logits;

    public ReadOnlySpan<T> WeightGradient => _weights.Span(_weights.Gradient);

    /// <summary>Attacks seldom look at it, so it is computed when somebody does.</summary>
    public ReadOnlySpan<T> InputGradient
    {
        get
        {
            if (!_hasInputGradient)
            {
                _layers.Layers[0].Backward(ProductParts.Inputs);
                _layers.Input.Write(_layers.Input.Gradient, _inputGradient);
                _hasInputGradient = true;
            }

            return _inputGradient;
        }
    }

    public ReadOnlySpan<T> WeightProduct => _weights.Span(_weights.Product);

    public ReadOnlySpan<T> InputProduct => _inputProduct;

    public ReadOnlySpan<T> TargetProduct => _targetProduct;

    public double Evaluate()
    {
        _layers.Input.Read(_inputs, _layers.Input.Value);
        foreach (var layer in _layers.Layers)
        {
            layer.Forward();
        }

        _layers.Output.Write(_layers.Output.Value, _logits);
        var loss = _head.Evaluate(_targets);
        for (var i = _layers.Layers.Count - 1; i >= 0; i--)
        {
            _layers.Layers[i].Backward(i > 0 ? ProductParts.All : ProductParts.Weights);
        }

        _hasInputGradient = false;
        return loss;
    }

    public void Product(ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights, ProductParts parts)
    {
        Turn(inputs, weights);
        foreach (var layer in _layers.Layers)
        {
            layer.ForwardTangent();
        }

        _head.Tangent(_targetProduct);
        for (var i = _layers.Layers.Count - 1; i >= 0; i--)
        {
            // What lies below needs a layer's inputs in any case.
            _layers.Layers[i].BackwardTangent(i > 0 ? parts | ProductParts.Inputs : parts);
        }

        if (parts.HasFlag(ProductParts.Inputs))
        {
            _layers.Input.Write(_layers.Input.GradientTangent, _inputProduct);
        }
    }

    public void Dispose()
    {
        _layers.Dispose();
        _weights.Dispose();
    }

    /// <summary>Takes the direction.</summary>
    private void Turn(ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights)
    {
        _layers.Input.Moves = !inputs.IsEmpty;
        if (_layers.Input.Moves)
        {
            _layers.Input.Read(inputs, _layers.Input.Tangent);
        }

        _weights.Moves = !weights.IsEmpty;
        if (_weights.Moves)
        {
            weights.CopyTo(_weights.Span(_weights.Direction));
        }

        if (!_layers.Input.Moves && !_weights.Moves)
        {
            throw new ArgumentException("A product needs a direction of the inputs or of the weights.");
        }
    }
}
