namespace Federated.Attacks.Identity.Attackers;

/// <summary>Says how well each user fits each anonymous update.</summary>
public interface IIdentityAttacker
{
    /// <summary>For people, and in options.</summary>
    string Name { get; }

    /// <summary>Scores, the higher the likelier; comparable between updates, since the open world sets a threshold.</summary>
    /// <returns>[anonymous updates, users]</returns>
    double[,] Score(IdentityProblem problem);
}
