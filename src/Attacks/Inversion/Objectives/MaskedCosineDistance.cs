using System.Numerics;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>
/// The cosine over the entries with |g*| above 1e-6 only: for gradients that were pruned, whose zeros say nothing about the samples.
/// </summary>
internal sealed class MaskedCosineDistance<T> : GradientDistance<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Least = 1e-6;

    private readonly T[] _mask;
    private readonly T[] _masked;
    private readonly CosineDistance<T> _cosine;

    /// <inheritdoc cref="GradientDistance{T}(T[], LayerSegment[])"/>
    /// <param name="target">g*: in its own scale, for the mask</param>
    /// <param name="segments">the tensors that count</param>
    /// <param name="scale">factor on the distance</param>
    public MaskedCosineDistance(T[] target, LayerSegment[] segments, double scale)
        : base(target, segments)
    {
        _mask = [.. target.Select(value => T.Abs(value) > T.CreateChecked(Least) ? T.One : T.Zero)];
        _masked = new T[target.Length];
        _cosine = new CosineDistance<T>([.. target.Zip(_mask, (value, mask) => value * mask)], segments, scale, MatchingObjective.Cosine);
    }

    public override double Evaluate(ReadOnlySpan<T> gradient, Span<T> residual)
    {
        for (var i = 0; i < _masked.Length; i++)
        {
            _masked[i] = gradient[i] * _mask[i];
        }

        // Both terms of the residual are zero wherever the mask is.
        return _cosine.Evaluate(_masked, residual);
    }
}
