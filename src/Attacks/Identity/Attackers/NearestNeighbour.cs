namespace Federated.Attacks.Identity.Attackers;

/// <summary>The cosine to a user's nearest labelled update.</summary>
public sealed class NearestNeighbour : IIdentityAttacker
{
    /// <inheritdoc/>
    public string Name => "nearest neighbour";

    /// <inheritdoc/>
    public double[,] Score(IdentityProblem problem)
    {
        var scores = new double[problem.Anonymous.Rows, problem.UserCount];
        for (var i = 0; i < problem.Anonymous.Rows; i++)
        {
            for (var user = 0; user < problem.UserCount; user++)
            {
                // Below every cosine: a user without a labelled update cannot be found.
                scores[i, user] = -2.0;
            }

            for (var j = 0; j < problem.Labelled.Rows; j++)
            {
                ref var best = ref scores[i, problem.Users[j]];
                best = Math.Max(best, problem.CrossProducts[i, j]);
            }
        }

        return scores;
    }
}
