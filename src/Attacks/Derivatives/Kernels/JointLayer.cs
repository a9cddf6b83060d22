using System.Numerics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>
/// One layer's four passes: values forward, gradients backward, and both again along a direction of the inputs and weights (Pearlmutter 1994, "Fast
/// exact multiplication by the Hessian").
/// </summary>
internal abstract class JointLayer<T>(Signal<T> input, Signal<T> output) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What comes in.</summary>
    protected Signal<T> Input { get; } = input;

    /// <summary>What goes out.</summary>
    protected Signal<T> Output { get; } = output;

    /// <summary>Output values from input values.</summary>
    public abstract void Forward();

    /// <summary>Gradients of inputs and weights from output gradients.</summary>
    /// <param name="parts">what is needed; a layer without weights gives its inputs' in any case</param>
    public abstract void Backward(ProductParts parts);

    /// <summary>Output tangents from input tangents and the weights' direction.</summary>
    public abstract void ForwardTangent();

    /// <summary>Tangents of the input gradients, and weight products, from output gradients and their tangents.</summary>
    /// <param name="parts">what is needed; a layer without weights gives its inputs' in any case</param>
    public abstract void BackwardTangent(ProductParts parts);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
