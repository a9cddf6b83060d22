namespace Federated.Attacks.Influence;

/// <summary>What an iterative solver came to.</summary>
/// <param name="Vector">b with (A + eps) b = c, nearly</param>
/// <param name="Iterations">products with A</param>
/// <param name="RelativeResidual">|c - (A + eps) b| / |c|</param>
/// <param name="IsConverged">whether the residual reached the tolerance</param>
/// <param name="Energy">c^T (A + eps)^-1 c from below; 0 where the solver does not know it</param>
internal sealed record LinearSolution(double[] Vector, int Iterations, double RelativeResidual, bool IsConverged, double Energy);
