using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Parameters;

namespace Federated.Attacks.Influence;

/// <summary>
/// J of an attacker who divides every number of the update by the deviation of its noise, as he should when noise is not the same everywhere: J S^-1.
/// Everything that is said of J then holds with S^-1 delta in place of delta. A tensor without a gradient has no weight.
/// </summary>
internal sealed class WeightedJacobian : IUpdateJacobian
{
    private readonly IUpdateJacobian _inner;
    private readonly double[] _weights;
    private readonly double[] _weighted;

    /// <param name="inner">J; stays the caller's</param>
    /// <param name="layout">the tensors of the update</param>
    /// <param name="gradient">g(x0); noise of strength 1 has the norm of each tensor's gradient on that tensor</param>
    public WeightedJacobian(IUpdateJacobian inner, ParameterLayout layout, ReadOnlySpan<double> gradient)
    {
        (_inner, _weights, _weighted) = (inner, new double[inner.Parameters], new double[inner.Parameters]);
        foreach (var tensor in layout.Tensors)
        {
            var part = gradient.Slice(tensor.Offset, tensor.Length);
            var deviation = Math.Sqrt(FlatProducts.Dot(part, part) / tensor.Length);
            _weights.AsSpan(tensor.Offset, tensor.Length).Fill(deviation > 0.0 ? 1.0 / deviation : 0.0);
        }
    }

    /// <inheritdoc/>
    public int Pixels => _inner.Pixels;

    /// <inheritdoc/>
    public int Parameters => _inner.Parameters;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> v, Span<double> image)
    {
        for (var i = 0; i < _weighted.Length; i++)
        {
            _weighted[i] = _weights[i] * v[i];
        }

        _inner.Apply(_weighted, image);
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> u, Span<double> update)
    {
        _inner.ApplyTransposed(u, update);
        for (var i = 0; i < update.Length; i++)
        {
            update[i] *= _weights[i];
        }
    }

    /// <summary>Nothing of its own.</summary>
    public void Dispose()
    {
    }
}
