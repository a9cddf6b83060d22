namespace Federated.Learning.Privacy;

/// <summary>Distribution of noise.</summary>
public enum NoiseKind
{
    /// <summary>Normal.</summary>
    Gaussian,

    /// <summary>Laplace: a sharper peak and longer tails at the same deviation.</summary>
    Laplace,
}
