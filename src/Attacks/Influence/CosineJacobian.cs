using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Influence;

/// <summary>
/// J of an attacker who matches directions, 1 - cos(g(x), g*), as Inverting Gradients does: J P / |g| with P = I - g g^T / |g|^2. At x0 the objective's
/// derivative with respect to g vanishes, so that its Hessian in x is exactly this times its transpose (LAVP, arXiv 2312.12488, for the cosine).
/// Everything that is said of J then holds for that attacker, with delta / |g| in place of delta.
/// </summary>
public sealed class CosineJacobian : IUpdateJacobian
{
    private readonly IUpdateJacobian _inner;
    private readonly double[] _direction;
    private readonly double[] _projected;

    /// <param name="inner">J; disposed with this</param>
    /// <param name="update">g(x0), length d_w, not zero</param>
    /// <exception cref="InputException">The update is zero: it has no direction.</exception>
    public CosineJacobian(IUpdateJacobian inner, ReadOnlySpan<double> update)
    {
        UpdateNorm = FlatVector.Norm(update);
        if (!(UpdateNorm > 0.0))
        {
            throw new InputException("influence: the update is zero; expected one with a direction, or the Euclidean objective");
        }

        (_inner, _direction, _projected) = (inner, update.ToArray(), new double[update.Length]);
        FlatVector.Scale<double>(_direction, 1.0 / UpdateNorm, _direction);
    }

    /// <summary>|g|.</summary>
    public double UpdateNorm { get; }

    /// <inheritdoc/>
    public int Pixels => _inner.Pixels;

    /// <inheritdoc/>
    public int Parameters => _inner.Parameters;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> v, Span<double> image)
    {
        v.CopyTo(_projected);
        Project(_projected);
        _inner.Apply(_projected, image);
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> u, Span<double> update)
    {
        _inner.ApplyTransposed(u, update);
        Project(update);
    }

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();

    /// <summary>P v / |g|.</summary>
    private void Project(Span<double> v)
    {
        var along = FlatProducts.Dot<double>(_direction, v);
        FlatVector.Combine<double>(v, 1.0 / UpdateNorm, v, -along / UpdateNorm, _direction);
    }
}
