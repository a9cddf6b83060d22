using MathNet.Numerics.LinearAlgebra;

namespace Federated.Attacks.Identity.Attackers;

/// <summary>
/// Linear classifier: ridge regression on one-hot users, minus their mean, in its dual form A = (K + lambda I)^-1 Y. lambda is the one with which
/// every other update of each user says most about the rest.
/// </summary>
public sealed class RidgeClassifier : IIdentityAttacker
{
    /// <summary>Of the mean of K's diagonal; the first is taken when there is nothing to compare.</summary>
    private static readonly double[] Strengths = [1.0, 0.1, 0.01, 1e-3, 10.0];

    /// <inheritdoc/>
    public string Name => "linear";

    /// <inheritdoc/>
    public double[,] Score(IdentityProblem problem)
    {
        int[] all = [.. Enumerable.Range(0, problem.Labelled.Rows)];
        var (even, odd) = Halves(problem.Users);
        var strength = odd.Length == 0
            ? Strengths[0]
            : Strengths.MaxBy(candidate => Hits(problem, even, odd, candidate) + Hits(problem, odd, even, candidate));
        return (Matrix<double>.Build.DenseOfArray(problem.CrossProducts) * Fit(problem, all, strength)).ToArray();
    }

    /// <summary>
    /// Every second update of each user. Updates of one round sum up to zero once they are centred, so leaving out single updates would leave them
    /// in: the halves are whole rounds when every user has one update in each.
    /// </summary>
    private static (int[] Even, int[] Odd) Halves(IReadOnlyList<int> users)
    {
        var seen = new int[users.Max() + 1];
        var halves = Enumerable.Range(0, users.Count).ToLookup(i => seen[users[i]]++ % 2);
        return ([.. halves[0]], [.. halves[1]]);
    }

    private static int Hits(IdentityProblem problem, int[] taught, int[] asked, double strength)
    {
        var weights = Fit(problem, taught, strength);
        var scores = Products(problem, asked, taught) * weights;
        return Enumerable.Range(0, asked.Length).Count(i => scores.Row(i).MaximumIndex() == problem.Users[asked[i]]);
    }

    /// <summary>A for some of the labelled updates.</summary>
    private static Matrix<double> Fit(IdentityProblem problem, int[] rows, double strength)
    {
        var products = Products(problem, rows, rows);
        var lambda = Math.Max(strength * products.Trace() / rows.Length, double.Epsilon);
        var targets = Matrix<double>.Build.Dense(
            rows.Length, problem.UserCount, (row, user) => (problem.Users[rows[row]] == user ? 1.0 : 0.0) - (1.0 / problem.UserCount));
        return (products + Matrix<double>.Build.DenseDiagonal(rows.Length, lambda)).Cholesky().Solve(targets);
    }

    private static Matrix<double> Products(IdentityProblem problem, int[] rows, int[] columns) =>
        Matrix<double>.Build.Dense(rows.Length, columns.Length, (i, j) => problem.LabelledProducts[rows[i], columns[j]]);
}
