namespace Federated.Attacks.Identity.Attackers;

/// <summary>Says of pairs of updates how likely one user sent both.</summary>
public interface IPairMatcher
{
    /// <summary>For people, and in options.</summary>
    string Name { get; }

    /// <summary>Similarities, the higher the likelier, of anonymous updates with labelled ones and with each other.</summary>
    /// <param name="problem">labelled updates, from which a matcher may learn</param>
    /// <returns>[anonymous, labelled] and [anonymous, anonymous]</returns>
    (double[,] Across, double[,] Within) Compare(IdentityProblem problem);
}
