namespace Federated.Attacks.Influence;

/// <summary>How systems with J J^T are solved. The answers agree; memory and time differ.</summary>
public enum InfluenceSolver
{
    /// <summary>Without a matrix while that is cheaper; with one for traces and spectra, and for systems that take long, when it fits into the memory that is allowed.</summary>
    Automatic,

    /// <summary>By products through the network only.</summary>
    MatrixFree,

    /// <summary>The d_x x d_x matrix J J^T first, by as many products, then conjugate gradients on it.</summary>
    Materialised,
}
