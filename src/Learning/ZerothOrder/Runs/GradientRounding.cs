namespace Federated.Learning.ZerothOrder;

/// <summary>How a projected gradient becomes a byte.</summary>
public enum GradientRounding
{
    /// <summary>The nearest byte.</summary>
    Nearest,

    /// <summary>One of the two around it, at random: right in the mean, with twice the error.</summary>
    Stochastic,
}
