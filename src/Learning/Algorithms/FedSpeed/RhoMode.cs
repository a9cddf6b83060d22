namespace Federated.Learning.Algorithms;

/// <summary>Length of the ascent step.</summary>
public enum RhoMode
{
    /// <summary>rho g / (|g| + 1e-7).</summary>
    Normalised,

    /// <summary>rho g, as the paper writes it.</summary>
    Raw,
}
