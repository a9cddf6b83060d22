using System.Numerics;
using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>s times the sum over tensors of 1 - cos, denominators at least 1e-10.</summary>
internal sealed class LayerCosineDistance<T>(T[] target, LayerSegment[] segments, double scale) : GradientDistance<T>(target, segments)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Guard = 1e-10;

    public override double Evaluate(ReadOnlySpan<T> gradient, Span<T> residual)
    {
        var sum = 0.0;
        foreach (var segment in Segments)
        {
            var g = Part(gradient, segment);
            var norm = FlatVector.Norm(g);
            var product = Math.Max(norm * FlatVector.Norm(Sent(segment)), Guard);
            var cosine = FlatProducts.Dot(g, Sent(segment)) / product;
            // Below the guard the denominator is a constant.
            var shrink = product > Guard ? scale * cosine / (norm * norm) : 0.0;
            FlatVector.Combine(Part(residual, segment), -scale / product, Sent(segment), shrink, g);
            sum += scale * (1.0 - cosine);
        }

        return sum;
    }
}
