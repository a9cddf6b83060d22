namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Distribution of a direction's numbers: independent, mean 0, variance 1. Every number is an integer numerator times a power of two, drawn without
/// rounding, so that every machine has the same; see <see cref="DirectionKernels.Scale"/>.
/// </summary>
public enum DirectionKind
{
    /// <summary>-1 or +1: the length is exactly sqrt(d), and no multiplication is needed. A direction repeats after 2^39 parameters.</summary>
    Rademacher,

    /// <summary>(2 k - 16) / 4 with k the set bits of a 16-bit word: nearly normal, kurtosis 2.875. A direction repeats after 2^35 parameters.</summary>
    Binomial16,

    /// <summary>The normal distribution at 65,536 equally likely points, in steps of 2^-12. A direction repeats after 2^35 parameters.</summary>
    Gaussian,
}
