namespace Federated.Attacks.Identity.Attackers;

/// <summary>Has no idea: all users fit alike.</summary>
public sealed class Chance : IIdentityAttacker
{
    /// <inheritdoc/>
    public string Name => "chance";

    /// <inheritdoc/>
    public double[,] Score(IdentityProblem problem) => new double[problem.Anonymous.Rows, problem.UserCount];
}
