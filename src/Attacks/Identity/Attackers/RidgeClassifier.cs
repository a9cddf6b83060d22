using MathNet.Numerics.LinearAlgebra;

namespace Federated.Attacks.Identity.Attackers;

/// <summary>
/// Linear classifier: ridge regression on one-hot users, minus their mean, in its dual form A = (K + lambda I)^-1 Y, with lambda the mean of K's
/// diagonal. It is not chosen by cross-validation: a user's labelled updates share samples, so they favour a lambda that remembers those.
/// </summary>
public sealed class RidgeClassifier : IIdentityAttacker
{
    /// <inheritdoc/>
    public string Name => "linear";

    /// <inheritdoc/>
    public double[,] Score(IdentityProblem problem)
    {
        var products = Matrix<double>.Build.DenseOfArray(problem.LabelledProducts);
        var targets = Matrix<double>.Build.Dense(
            products.RowCount, problem.UserCount, (row, user) => (problem.Users[row] == user ? 1.0 : 0.0) - (1.0 / problem.UserCount));
        var lambda = Math.Max(products.Trace() / products.RowCount, double.Epsilon);
        var weights = (products + Matrix<double>.Build.DenseDiagonal(products.RowCount, lambda)).Cholesky().Solve(targets);
        return (Matrix<double>.Build.DenseOfArray(problem.CrossProducts) * weights).ToArray();
    }
}
