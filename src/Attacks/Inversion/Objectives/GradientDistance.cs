using System.Numerics;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>
/// D(g) = distance of a gradient g of dummy samples to the gradient g* that was sent, with its derivative v = dD/dg, the residual. Since g is itself dL/dw,
/// the derivative of D with respect to the samples is J v: one product of second derivatives, whatever the distance.
/// </summary>
internal abstract class GradientDistance<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="target">g*, length d; or anything parallel to it where the scale does not matter</param>
    /// <param name="segments">the tensors that count</param>
    protected GradientDistance(T[] target, LayerSegment[] segments) => (Target, Segments) = (target, segments);

    /// <summary>g*, length d.</summary>
    protected T[] Target { get; }

    /// <summary>The parts of the vectors that count.</summary>
    protected LayerSegment[] Segments { get; }

    /// <summary>D(g).</summary>
    /// <param name="gradient">g, length d</param>
    /// <param name="residual">dD/dg; what does not count stays as it is</param>
    public abstract double Evaluate(ReadOnlySpan<T> gradient, Span<T> residual);

    /// <summary>A part of a vector.</summary>
    protected static ReadOnlySpan<T> Part(ReadOnlySpan<T> vector, LayerSegment segment) => vector.Slice(segment.Offset, segment.Length);

    /// <summary>A part of a vector.</summary>
    protected static Span<T> Part(Span<T> vector, LayerSegment segment) => vector.Slice(segment.Offset, segment.Length);

    /// <summary>A part of what was sent.</summary>
    protected ReadOnlySpan<T> Sent(LayerSegment segment) => Target.AsSpan(segment.Offset, segment.Length);
}
