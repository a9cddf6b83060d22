using Federated.Learning.Experiments;
using Federated.Learning.Randomness;

namespace Federated.Learning.Privacy;

/// <summary>Zeroes numbers at random, each independently, anew for every update. What stays is not scaled up.</summary>
[Variant("prune")]
public sealed record PruneOptions : UpdateDefenceOptions
{
    /// <inheritdoc/>
    public override string Name => "prune";

    /// <summary>Probability of being zeroed.</summary>
    [Accepts("[0, 1)")]
    public double Drop { get; init; } = 0.5;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"{100 * Drop:0.###} % dropped at random");

    /// <inheritdoc/>
    public override AdaptiveHint AdaptiveHint => new(AdaptiveMeans.MaskAware, "Compares only where the update is not zero.");

    /// <inheritdoc/>
    public override bool NeverLengthens => true;

    /// <inheritdoc/>
    public override void Apply<T>(Span<T> update, DefenceContext context)
    {
        var stream = context.Stream(Purpose.UpdatePruning);
        var threshold = (uint)Math.Round(Drop * uint.MaxValue);
        foreach (ref var value in update)
        {
            if (stream.NextUInt32() < threshold)
            {
                value = T.Zero;
            }
        }
    }
}
