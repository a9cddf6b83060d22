using System.Numerics;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>Sum over tensors of a_l |d|_2^2 + b_l |d|_1 with d = g - g*: TAG (arXiv 2103.06819) and the plain L1 distance.</summary>
internal sealed class AbsoluteDistance<T> : GradientDistance<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double TagWeight = 0.1;

    private readonly double _square;
    private readonly double[] _absolute;

    private AbsoluteDistance(T[] target, LayerSegment[] segments, double square, double[] absolute)
        : base(target, segments) => (_square, _absolute) = (square, absolute);

    /// <summary>s |d|_1.</summary>
    public static AbsoluteDistance<T> L1(T[] target, LayerSegment[] segments, double scale) =>
        new(target, segments, 0.0, [.. segments.Select(_ => scale)]);

    /// <summary>s (|d|_2^2 + 0.1 a_l |d|_1), a_l falling linearly from 1 for the first tensor to 1/n for the last.</summary>
    public static AbsoluteDistance<T> Tag(T[] target, LayerSegment[] segments, double scale) =>
        new(target, segments, scale, [.. segments.Select((_, l) => scale * TagWeight * (segments.Length - l) / segments.Length)]);

    public override double Evaluate(ReadOnlySpan<T> gradient, Span<T> residual)
    {
        var (sum, twice) = (0.0, T.CreateChecked(2.0 * _square));
        for (var l = 0; l < Segments.Length; l++)
        {
            var g = Part(gradient, Segments[l]);
            var sent = Sent(Segments[l]);
            var v = Part(residual, Segments[l]);
            var (weight, squares, absolutes) = (T.CreateChecked(_absolute[l]), 0.0, 0.0);
            for (var i = 0; i < v.Length; i++)
            {
                var d = g[i] - sent[i];
                var wide = double.CreateTruncating(d);
                squares += wide * wide;
                absolutes += Math.Abs(wide);
                v[i] = (twice * d) + (T.IsZero(d) ? T.Zero : T.CopySign(weight, d));
            }

            sum += (_square * squares) + (_absolute[l] * absolutes);
        }

        return sum;
    }
}
