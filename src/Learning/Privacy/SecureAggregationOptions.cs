using Federated.Learning.Experiments;

namespace Federated.Learning.Privacy;

/// <summary>
/// The coordinator learns the sum over a cohort and no single update. Simulated: no number of the run changes, but observers and transcripts are given
/// sums only.
/// </summary>
[Variant("secure_aggregation")]
public sealed record SecureAggregationOptions : DefenceOptions
{
    /// <inheritdoc/>
    public override string Name => "secure_aggregation";

    /// <inheritdoc/>
    public override string Description => "secure aggregation: only the cohort's sum is seen";

    /// <inheritdoc/>
    public override AdaptiveHint AdaptiveHint => new(
        AdaptiveMeans.AttackSum, "Attacks the sum as if it were one client with the samples of the whole cohort.");
}
