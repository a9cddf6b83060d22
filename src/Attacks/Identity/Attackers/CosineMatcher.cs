namespace Federated.Attacks.Identity.Attackers;

/// <summary>The cosine of the two updates' features: needs no labelled update.</summary>
public sealed class CosineMatcher : IPairMatcher
{
    /// <inheritdoc/>
    public string Name => "cosine";

    /// <inheritdoc/>
    public (double[,] Across, double[,] Within) Compare(IdentityProblem problem) =>
        (problem.CrossProducts, problem.AnonymousProducts);
}
