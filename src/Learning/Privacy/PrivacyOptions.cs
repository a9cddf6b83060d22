using Federated.Learning.Experiments;

namespace Federated.Learning.Privacy;

/// <summary>
/// What clients do to keep their data to themselves. Everything in this section is public: an adversary is supposed to know it, the seed of its random
/// numbers apart.
/// </summary>
public sealed record PrivacyOptions
{
    /// <summary>The defences. Those that change an update are applied to it in this order.</summary>
    public DefenceOptions[] Defences { get; init; } = [];

    /// <summary>delta of the privacy loss (epsilon, delta) that is accounted for.</summary>
    [Accepts("(0, 1)")]
    public double Delta { get; init; } = 1e-5;

    /// <summary>The defences that change an update, in order.</summary>
    public IEnumerable<UpdateDefenceOptions> OfUpdates => Defences.OfType<UpdateDefenceOptions>();

    /// <summary>Whether observers see sums over cohorts only.</summary>
    public bool SecuresAggregation => Find<SecureAggregationOptions>() is not null;

    /// <summary>The defence of a kind that is there once at most; null: it is not there.</summary>
    public TDefence? Find<TDefence>()
        where TDefence : DefenceOptions => Defences.OfType<TDefence>().FirstOrDefault();
}
