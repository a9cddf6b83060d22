using Federated.Learning.Experiments;

namespace Federated.Learning.Privacy;

/// <summary>
/// Sends signs only: u = sign(u) mean |u| over each tensor, so that a mean over clients still has a length (Bernstein et al. 2018, arXiv 1802.04434, with
/// the scale of Karimireddy et al. 2019, arXiv 1901.09847).
/// </summary>
[Variant("sign")]
public sealed record SignOptions : UpdateDefenceOptions
{
    /// <inheritdoc/>
    public override string Name => "sign";

    /// <inheritdoc/>
    public override string Description => "signs only";

    /// <inheritdoc/>
    public override AdaptiveHint AdaptiveHint => new(AdaptiveMeans.SignOnly, "Compares only signs: nothing else is left of a number.");

    /// <summary>By the inequality of the means: d (mean |u|)^2 is at most the sum of squares.</summary>
    public override bool NeverLengthens => true;

    /// <inheritdoc/>
    public override void Apply<T>(Span<T> update, DefenceContext context)
    {
        foreach (var tensor in context.Layout.Tensors)
        {
            var values = update.Slice(tensor.Offset, tensor.Length);
            var sum = 0.0;
            foreach (var value in values)
            {
                sum += Math.Abs(double.CreateTruncating(value));
            }

            var size = T.CreateTruncating(sum / values.Length);
            foreach (ref var value in values)
            {
                value = T.IsZero(value) ? value : T.CopySign(size, value);
            }
        }
    }
}
