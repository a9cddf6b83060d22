namespace Federated.Attacks.Inversion;

/// <summary>What an attack computes in.</summary>
public enum NumberFormat
{
    /// <summary>float32: fast; the matching loss of a small network stalls near 1e-8.</summary>
    Float32,

    /// <summary>float64: to verify; with L-BFGS only.</summary>
    Float64,
}
