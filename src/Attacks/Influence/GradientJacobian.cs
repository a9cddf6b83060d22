using Federated.Attacks.Derivatives;
using Federated.Learning.Models;

namespace Federated.Attacks.Influence;

/// <summary>J of the gradient of the mean loss of one batch: the mixed second derivatives, whose two products commute, so that none needs forward mode.</summary>
public sealed class GradientJacobian : IUpdateJacobian
{
    private readonly IJointLoss<double> _loss;

    /// <summary>Takes the point in and evaluates there.</summary>
    /// <param name="network">the model</param>
    /// <param name="weights">w, length d</param>
    /// <param name="inputs">x0, normalised samples one after the other</param>
    /// <param name="labels">their classes, at least one</param>
    public GradientJacobian(Network network, ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
        : this(JointPoint.Open(network, weights, inputs, labels))
    {
    }

    /// <param name="loss">at its point; evaluated here, and disposed with this</param>
    internal GradientJacobian(IJointLoss<double> loss)
    {
        _loss = loss;
        _loss.Evaluate();
        (Pixels, Parameters) = (_loss.Inputs.Length, _loss.Weights.Length);
    }

    /// <inheritdoc/>
    public int Pixels { get; }

    /// <inheritdoc/>
    public int Parameters { get; }

    /// <summary>g(x0), length d.</summary>
    public ReadOnlySpan<double> Gradient => _loss.WeightGradient;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> v, Span<double> image)
    {
        _loss.Product([], v, ProductParts.Inputs);
        _loss.InputProduct.CopyTo(image);
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> u, Span<double> update)
    {
        _loss.Product(u, [], ProductParts.Weights);
        _loss.WeightProduct.CopyTo(update);
    }

    /// <inheritdoc/>
    public void Dispose() => _loss.Dispose();
}
