namespace Federated.Attacks.Influence;

/// <summary>How systems with J J^T are solved. The answers agree; memory and time differ.</summary>
public enum InfluenceSolver
{
    /// <summary>With a matrix when J fits into the memory that is allowed, otherwise without.</summary>
    Automatic,

    /// <summary>By products through the network only.</summary>
    MatrixFree,

    /// <summary>J once, then conjugate gradients on the d_x x d_x matrix J J^T.</summary>
    Materialised,
}
