namespace Federated.Attacks.Identity.Attackers;

/// <summary>The cosine to the mean of a user's labelled updates.</summary>
public sealed class NearestCentroid : IIdentityAttacker
{
    /// <inheritdoc/>
    public string Name => "nearest centroid";

    /// <inheritdoc/>
    public double[,] Score(IdentityProblem problem)
    {
        var members = Enumerable.Range(0, problem.Labelled.Rows).ToLookup(j => problem.Users[j]);
        var scores = new double[problem.Anonymous.Rows, problem.UserCount];
        for (var user = 0; user < problem.UserCount; user++)
        {
            int[] own = [.. members[user]];

            // |sum of the user's updates|^2; <x, sum> = sum of <x, update>.
            var square = own.Sum(a => own.Sum(b => problem.LabelledProducts[a, b]));
            for (var i = 0; i < problem.Anonymous.Rows; i++)
            {
                scores[i, user] = square > 0.0 ? own.Sum(j => problem.CrossProducts[i, j]) / Math.Sqrt(square) : -2.0;
            }
        }

        return scores;
    }
}
