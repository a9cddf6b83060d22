namespace Federated.Attacks.Inversion;

/// <summary>How Adam's learning rate falls over the n iterations.</summary>
public enum RateDecay
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>By 10 after floor(n / 2.667), floor(n / 1.6) and floor(n / 1.142) iterations: 3/8, 5/8 and 7/8.</summary>
    Steps,

    /// <summary>50 iterations of warm-up, then half a cosine down to 0.</summary>
    Cosine,

    /// <summary>By <c>dlfa.decay</c> every <c>dlfa.decay_every</c> iterations.</summary>
    Exponential,
}
