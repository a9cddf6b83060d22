using System.Numerics;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>s |g - g*|^2: a sum over all entries, neither mean nor half (DLG, arXiv 1906.08935).</summary>
internal sealed class EuclideanDistance<T>(T[] target, LayerSegment[] segments, double scale) : GradientDistance<T>(target, LayerSegment.Join(segments))
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override double Evaluate(ReadOnlySpan<T> gradient, Span<T> residual)
    {
        var sum = 0.0;
        foreach (var segment in Segments)
        {
            var v = Part(residual, segment);
            FlatVector.Combine(v, 1.0, Part(gradient, segment), -1.0, Sent(segment));
            var norm = FlatVector.Norm<T>(v);
            sum += norm * norm;
            FlatVector.Scale(v, 2.0 * scale, v);
        }

        return scale * sum;
    }
}
