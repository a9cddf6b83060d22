namespace Federated.Attacks.Influence;

/// <summary>tr (J J^T + eps)^-1: the mean squared error, summed over pixels, that noise of deviation 1 on the update causes.</summary>
/// <param name="Value">the trace</param>
/// <param name="Eps">eps that was used</param>
/// <param name="IsExact">from all eigenvalues; otherwise from random vectors (Hutchinson 1989)</param>
public sealed record InverseTrace(double Value, double Eps, bool IsExact);
