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

    /// <summary>Weight gradients from output gradients; a layer without weights has none.</summary>
    public virtual void BackwardWeights()
    {
    }

    /// <summary>Input gradients from output gradients.</summary>
    public abstract void BackwardInput();

    /// <summary>Output tangents from input tangents and the weights' direction.</summary>
    public abstract void ForwardTangent();

    /// <summary>Weight products from output gradients and their tangents.</summary>
    public virtual void BackwardTangentWeights()
    {
    }

    /// <summary>Tangents of the input gradients from output gradients and their tangents.</summary>
    public abstract void BackwardTangentInput();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
