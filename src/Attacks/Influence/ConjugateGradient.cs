using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Influence;

/// <summary>Conjugate gradients (Hestenes and Stiefel 1952) for (A + eps) b = c from b = 0.</summary>
internal static class ConjugateGradient
{
    /// <summary>Solves until |c - (A + eps) b| is at most tolerance |c|, or the iterations end.</summary>
    /// <param name="a">symmetric positive semidefinite</param>
    /// <param name="eps">at least 0</param>
    /// <param name="c">right-hand side</param>
    /// <param name="tolerance">relative residual</param>
    /// <param name="iterations">most products with A</param>
    public static LinearSolution Solve(ISymmetricOperator a, double eps, ReadOnlySpan<double> c, double tolerance, int iterations)
    {
        var (b, residual, direction, product) = (new double[a.Length], c.ToArray(), c.ToArray(), new double[a.Length]);
        var square = FlatProducts.Dot<double>(residual, residual);
        var (goal, energy, used) = (tolerance * tolerance * square, 0.0, 0);
        while (square > goal && used < iterations)
        {
            a.Apply(direction, product);
            used++;
            FlatVector.AddScaled<double>(product, eps, direction);
            var curvature = FlatProducts.Dot<double>(direction, product);
            if (!(curvature > 0.0))
            {
                break;
            }

            var step = square / curvature;
            FlatVector.AddScaled<double>(b, step, direction);
            FlatVector.AddScaled<double>(residual, -step, product);

            // Each step lowers the energy norm of the error by this, so that the sum is c^T b.
            energy += step * square;
            var next = FlatProducts.Dot<double>(residual, residual);
            FlatVector.Combine<double>(direction, 1.0, residual, next / square, direction);
            square = next;
        }

        var norm = Math.Sqrt(FlatProducts.Dot(c, c));
        return new LinearSolution(b, used, norm > 0.0 ? Math.Sqrt(square) / norm : 0.0, square <= goal, energy);
    }
}
