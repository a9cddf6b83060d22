namespace Federated.Learning.ZerothOrder;

/// <summary>Distribution of a direction's numbers: independent, mean 0, variance 1. All are drawn without rounding, so that every machine has the same.</summary>
public enum DirectionKind
{
    /// <summary>-1 or +1: the length is exactly sqrt(d), and no multiplication is needed.</summary>
    Rademacher,

    /// <summary>(2 k - 16) / 4 with k the set bits of a 16-bit word: nearly normal, kurtosis 2.875.</summary>
    Binomial16,

    /// <summary>The normal distribution at 65,536 equally likely points, in steps of 2^-12.</summary>
    Gaussian,
}
