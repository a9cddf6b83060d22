using System.Numerics;
using System.Runtime.InteropServices;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using static TorchSharp.torch;

namespace Federated.Attacks.Derivatives;

/// <summary>Any network, by libtorch's autograd: first derivatives with their graph, and a backward pass through it for each product.</summary>
internal sealed class AutogradJointLoss<T> : IJointLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly ForwardContext _evaluating = new(Precision.Float32);
    private static readonly ScalarType _type = typeof(T) == typeof(double) ? ScalarType.Float64 : ScalarType.Float32;

    private readonly T[] _weights;
    private readonly T[] _inputs;
    private readonly T[] _targets;
    private readonly T[] _logits;
    private readonly T[] _weightGradient;
    private readonly T[] _inputGradient;
    private readonly T[] _weightProduct;
    private readonly T[] _inputProduct;
    private readonly T[] _targetProduct;

    /// <summary>Leaves of the last evaluation: the layout's tensors, then inputs, then targets.</summary>
    private Tensor[] _leaves = [];

    /// <summary>Derivatives with respect to the leaves but the targets, with their graph.</summary>
    private Tensor[] _gradients = [];

    /// <param name="network">the model</param>
    /// <param name="samples">n</param>
    public AutogradJointLoss(Network network, int samples)
    {
        (Network, Samples) = (network, samples);
        var (d, pixels, outputs) = (network.Layout.Dimension, checked(samples * network.Input.Size), checked(samples * network.Classes));
        (_weights, _weightGradient, _weightProduct) = (new T[d], new T[d], new T[d]);
        (_inputs, _inputGradient, _inputProduct) = (new T[pixels], new T[pixels], new T[pixels]);
        (_targets, _logits, _targetProduct) = (new T[outputs], new T[outputs], new T[outputs]);
    }

    public Network Network { get; }

    public int Samples { get; }

    public Span<T> Weights => _weights;

    public Span<T> Inputs => _inputs;

    public Span<T> Targets => _targets;

    public ReadOnlySpan<T> Logits => _logits;

    public ReadOnlySpan<T> WeightGradient => _weightGradient;

    public ReadOnlySpan<T> InputGradient => _inputGradient;

    public ReadOnlySpan<T> WeightProduct => _weightProduct;

    public ReadOnlySpan<T> InputProduct => _inputProduct;

    public ReadOnlySpan<T> TargetProduct => _targetProduct;

    private IReadOnlyList<ParameterTensor> Tensors => Network.Layout.Tensors;

    public double Evaluate()
    {
        Forget();
        using var scope = NewDisposeScope();
        var shape = Network.Input;
        var parameters = Tensors.Select(tensor => Leaf(_weights.AsSpan(tensor.Offset, tensor.Length), tensor.Shape)).ToArray();
        var x = Leaf(_inputs, [Samples, shape.Channels, shape.Height, shape.Width]);
        var q = Leaf(_targets, [Samples, Network.Classes]);
        var logits = Network.Forward(parameters, x, _evaluating);
        var loss = (q * nn.functional.log_softmax(logits, 1)).sum() / -Samples;
        Copy(logits, _logits);

        _leaves = [.. parameters, x, q];
        _gradients = [.. autograd.grad([loss], [.. parameters, x], retain_graph: true, create_graph: true)];
        WriteWeights(_gradients, _weightGradient);
        Copy(_gradients[^1], _inputGradient);
        foreach (var kept in _leaves.Concat(_gradients))
        {
            kept.DetachFromDisposeScope();
        }

        return loss.to(ScalarType.Float64).item<double>();
    }

    public void Product(ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights, ProductParts parts)
    {
        using var scope = NewDisposeScope();
        var directional = zeros([], _type);
        if (!weights.IsEmpty)
        {
            for (var i = 0; i < Tensors.Count; i++)
            {
                directional += (_gradients[i] * Constant(weights.Slice(Tensors[i].Offset, Tensors[i].Length), _gradients[i].shape)).sum();
            }
        }

        if (!inputs.IsEmpty)
        {
            directional += (_gradients[^1] * Constant(inputs, _gradients[^1].shape)).sum();
        }

        // A direction on which the derivative does not depend gives zeros, not an error.
        var leaves = parts.HasFlag(ProductParts.Weights) ? _leaves : _leaves[Tensors.Count..];
        var products = autograd.grad([directional], leaves, retain_graph: true, allow_unused: true)
            .Select((product, i) => product is null || product.IsInvalid ? zeros_like(leaves[i]) : product).ToArray();
        if (parts.HasFlag(ProductParts.Weights))
        {
            WriteWeights(products, _weightProduct);
        }

        Copy(products[^2], _inputProduct);
        Copy(products[^1], _targetProduct);
    }

    public void Dispose() => Forget();

    private static Tensor Leaf(ReadOnlySpan<T> values, long[] shape) => Constant(values, shape).requires_grad_();

    private static Tensor Constant(ReadOnlySpan<T> values, long[] shape)
    {
        var result = empty(shape, _type);
        values.CopyTo(MemoryMarshal.Cast<byte, T>(result.bytes));
        return result;
    }

    private static void Copy(Tensor source, Span<T> destination)
    {
        using var plain = source.detach().contiguous();
        MemoryMarshal.Cast<byte, T>(plain.bytes).CopyTo(destination);
    }

    private void WriteWeights(Tensor[] byLeaf, Span<T> weights)
    {
        for (var i = 0; i < Tensors.Count; i++)
        {
            Copy(byLeaf[i], weights.Slice(Tensors[i].Offset, Tensors[i].Length));
        }
    }

    private void Forget()
    {
        foreach (var tensor in _leaves.Concat(_gradients))
        {
            tensor.Dispose();
        }

        (_leaves, _gradients) = ([], []);
    }
}
