using Federated.Attacks.Inversion;
using Federated.Learning.Privacy;

namespace Federated.Attacks.Audit;

/// <summary>What an attacker changes who knows of a defence.</summary>
public static class Adaptation
{
    /// <summary>Weight of the smoothness prior against noise, as a multiple of the usual one, and where there is none.</summary>
    private const double NoisePrior = 10;
    private const double LeastPrior = 1e-3;

    /// <summary>Settings of the adaptive attacker, and what has changed in words; null words: nothing that is known would help, and the naive attack stands.</summary>
    /// <param name="usual">settings of the naive one</param>
    /// <param name="defence">what it knows of</param>
    public static (InversionOptions Options, string? Words) To(InversionOptions usual, UpdateDefenceOptions defence) => defence.AdaptiveHint switch
    {
        { Means: AdaptiveMeans.MaskAware } => (usual with { Objective = MatchingObjective.MaskedCosine }, "compares only what is left"),
        { Means: AdaptiveMeans.SkipLayers, SkipLayers: var layers } => (usual with { SkipLayers = [.. layers] }, $"leaves out {string.Join(", ", layers)}"),
        { Means: AdaptiveMeans.ScaleInvariant } when usual.Objective != MatchingObjective.Cosine => (usual with { Objective = MatchingObjective.Cosine }, "compares directions"),
        { Means: AdaptiveMeans.AverageRounds } when usual.Optimizer == InversionOptimizer.Adam =>
            (usual with { Tv = Math.Max(LeastPrior, NoisePrior * usual.Tv) }, "expects smoother images: one round leaves nothing to average"),
        _ => (usual, null),
    };
}
