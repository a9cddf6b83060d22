using System.Numerics;
using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>
/// s (1 - c) with c = &lt;g, g*&gt; / (|g| |g*|), one cosine over all parameters (Geiping et al. 2020, arXiv 2003.14053), or s arccos(c) / pi.
/// dc/dg = g* / (|g| |g*|) - c g / |g|^2.
/// </summary>
internal sealed class CosineDistance<T> : GradientDistance<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>arccos has no derivative at 1.</summary>
    private const double Closest = 1.0 - 1e-7;

    private readonly double _scale;
    private readonly bool _angular;
    private readonly double _norm;

    /// <inheritdoc cref="GradientDistance{T}(T[], LayerSegment[])"/>
    /// <param name="target">g* or anything parallel to it</param>
    /// <param name="segments">the tensors that count</param>
    /// <param name="scale">s</param>
    /// <param name="objective">cosine or angular</param>
    public CosineDistance(T[] target, LayerSegment[] segments, double scale, MatchingObjective objective)
        : base(target, LayerSegment.Join(segments))
    {
        (_scale, _angular) = (scale, objective is MatchingObjective.Angular);
        _norm = Math.Sqrt(Segments.Sum(segment => Squared(Sent(segment))));
    }

    public override double Evaluate(ReadOnlySpan<T> gradient, Span<T> residual)
    {
        var (dot, square) = (0.0, 0.0);
        foreach (var segment in Segments)
        {
            dot += FlatProducts.Dot(Part(gradient, segment), Sent(segment));
            square += Squared(Part(gradient, segment));
        }

        var product = Math.Max(Math.Sqrt(square) * _norm, double.Epsilon);
        var cosine = dot / product;
        var slope = _angular ? -_scale / (Math.PI * Math.Sqrt(1.0 - Math.Pow(Math.Clamp(cosine, -Closest, Closest), 2.0))) : -_scale;
        foreach (var segment in Segments)
        {
            FlatVector.Combine(Part(residual, segment), slope / product, Sent(segment), -slope * cosine / Math.Max(square, double.Epsilon), Part(gradient, segment));
        }

        return _angular ? _scale * Math.Acos(Math.Clamp(cosine, -1.0, 1.0)) / Math.PI : _scale * (1.0 - cosine);
    }

    private static double Squared(ReadOnlySpan<T> v) => FlatProducts.Dot(v, v);
}
