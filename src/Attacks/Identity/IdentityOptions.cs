using Federated.Attacks.Identity.Attackers;

namespace Federated.Attacks.Identity;

/// <summary>How updates are told apart.</summary>
public sealed record IdentityOptions
{
    /// <summary>What of an update is looked at.</summary>
    public FeatureOptions Features { get; init; } = new();

    /// <summary>Who tries to say whose an update is.</summary>
    public IReadOnlyList<IIdentityAttacker> Attackers { get; init; } =
        [new Chance(), new NearestNeighbour(), new NearestCentroid(), new RidgeClassifier(), new NetworkClassifier(hidden: 64)];

    /// <summary>Who tries to say which updates belong together.</summary>
    public IReadOnlyList<IPairMatcher> Matchers { get; init; } = [new CosineMatcher(), new SiameseMatcher()];

    /// <summary>Permutations of labels that each attacker's null control is the mean of, at least 1.</summary>
    public int Permutations { get; init; } = 5;

    /// <summary>Part of strangers' updates that may be ascribed to somebody, in [0, 1).</summary>
    public double FalseAcceptance { get; init; } = 0.05;

    /// <summary>Seed of all that is drawn.</summary>
    public ulong Seed { get; init; } = 1;
}
