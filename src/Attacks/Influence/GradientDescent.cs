using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Influence;

/// <summary>
/// The solver of the influence function's authors, kept to compare with: gradient descent on b for (A + eps) b = c, which takes as many times more steps than
/// conjugate gradients as the square root of the condition number.
/// </summary>
internal static class GradientDescent
{
    /// <summary>Descends.</summary>
    /// <param name="a">symmetric positive semidefinite</param>
    /// <param name="eps">at least 0</param>
    /// <param name="c">right-hand side</param>
    /// <param name="start">first b, which is moved</param>
    /// <param name="rate">below 2 / (largest eigenvalue + eps), or it diverges</param>
    /// <param name="residual">|c - (A + eps) b| at which it ends; not relative</param>
    /// <param name="iterations">most products with A</param>
    public static LinearSolution Solve(
        ISymmetricOperator a, double eps, ReadOnlySpan<double> c, double[] start, double rate, double residual, int iterations)
    {
        var (b, left) = (start, new double[a.Length]);
        var norm = double.PositiveInfinity;
        var used = 0;
        while (used < iterations && norm > residual)
        {
            a.Apply(b, left);
            used++;
            FlatVector.AddScaled<double>(left, eps, b);
            FlatVector.Combine<double>(left, 1.0, c, -1.0, left);
            norm = FlatVector.Norm<double>(left);
            FlatVector.AddScaled<double>(b, rate, left);
        }

        return new LinearSolution(b, used, norm / Math.Sqrt(FlatProducts.Dot(c, c)), norm <= residual, 0.0);
    }
}
