using Federated.Learning.Experiments;
using Federated.Learning.Numerics;

namespace Federated.Learning.Privacy;

/// <summary>Keeps the numbers with the largest magnitudes, over all tensors together, and zeroes the others: magnitude pruning.</summary>
[Variant("top_k")]
public sealed record TopKOptions : UpdateDefenceOptions
{
    /// <inheritdoc/>
    public override string Name => "top_k";

    /// <summary>Share of the d numbers that stay; one at least.</summary>
    [Accepts("(0, 1]")]
    public double Keep { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"the largest {100 * Keep:0.###} % kept");

    /// <inheritdoc/>
    public override AdaptiveHint AdaptiveHint => new(AdaptiveMeans.MaskAware, "Compares only where the update is not zero.");

    /// <inheritdoc/>
    public override bool NeverLengthens => true;

    /// <inheritdoc/>
    public override void Apply<T>(Span<T> update, DefenceContext context) =>
        TopK.Keep(update, new T[update.Length], TopK.Count(update.Length, Keep));
}
