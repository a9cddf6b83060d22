using Federated.Learning.Native;
using static TorchSharp.torch;

namespace Federated.Learning.Parameters;

/// <summary>
/// A flat, aligned float32 vector that libtorch and our own kernels read and write in place, with one view per tensor of
/// the layout. When trainable, the views are autograd leaves, and their gradients are collected in a second flat vector.
/// </summary>
public sealed unsafe class ParameterVector : IDisposable
{
    private readonly Tensor _values;
    private readonly Tensor? _gradient;
    private readonly Tensor[] _views;
    private readonly List<Tensor> _gradientViews = [];
    private readonly float* _valuesAddress;
    private readonly float* _gradientAddress;

    /// <summary>Allocates a vector of zeros.</summary>
    /// <param name="layout">tensors in the vector</param>
    /// <param name="trainable">whether the views carry gradients</param>
    public ParameterVector(ParameterLayout layout, bool trainable)
    {
        Layout = layout;
        using var noGrad = no_grad();
        _values = zeros(layout.Dimension).DetachFromDisposeScope();
        _gradient = trainable ? zeros(layout.Dimension).DetachFromDisposeScope() : null;
        _views = [.. layout.Tensors.Select(MakeView)];
        _valuesAddress = TensorMemory.Address<float>(_values);
        _gradientAddress = _gradient is null ? null : TensorMemory.Address<float>(_gradient);
    }

    /// <summary>Names, shapes and offsets.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>One tensor per entry of the layout, sharing this vector's memory.</summary>
    public IReadOnlyList<Tensor> Views => _views;

    /// <summary>The values, length d.</summary>
    public Span<float> Values => new(_valuesAddress, Layout.Dimension);

    /// <summary>The gradient that was collected last, length d.</summary>
    public Span<float> Gradient => _gradient is null
        ? throw new InvalidOperationException("This vector was made without gradients.")
        : new(_gradientAddress, Layout.Dimension);

    /// <summary>Forgets the leaves' gradients: <c>backward()</c> then hands its own tensors over instead of adding to old ones.</summary>
    public void ForgetGradients()
    {
        foreach (var view in _views)
        {
            view.grad = null;
        }
    }

    /// <summary>Copies the leaves' gradients into the flat vector.</summary>
    public void CollectGradients()
    {
        using var noGrad = no_grad();
        for (var i = 0; i < _views.Length; i++)
        {
            using var gradient = _views[i].grad
                ?? throw new InvalidOperationException($"{Layout.Tensors[i].Name} has no gradient: the loss does not depend on it.");
            _gradientViews[i].copy_(gradient);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _views.Concat(_gradientViews))
        {
            tensor.Dispose();
        }

        _gradient?.Dispose();
        _values.Dispose();
    }

    private Tensor MakeView(ParameterTensor tensor)
    {
        using var scope = NewDisposeScope();
        var view = _values.narrow(0, tensor.Offset, tensor.Length).view(tensor.Shape).detach();
        if (_gradient is not null)
        {
            var gradientView = _gradient.narrow(0, tensor.Offset, tensor.Length).view(tensor.Shape).detach();
            view.requires_grad_();
            _gradientViews.Add(gradientView.DetachFromDisposeScope());
        }

        return view.DetachFromDisposeScope();
    }
}
