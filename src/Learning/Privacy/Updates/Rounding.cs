namespace Federated.Learning.Privacy;

/// <summary>How a number between two levels is rounded.</summary>
public enum Rounding
{
    /// <summary>Up or down at random, so that the mean is the number.</summary>
    Stochastic,

    /// <summary>To the nearer level.</summary>
    Nearest,
}
