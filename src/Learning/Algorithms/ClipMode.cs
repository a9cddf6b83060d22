namespace Federated.Learning.Algorithms;

/// <summary>
/// What a proximal method clips; q is the data gradient, p = lambda (h_i - x^t), and the weight decay is always added outside.
/// </summary>
public enum ClipMode
{
    /// <summary>G = clip(q) + p + (lambda + wd) x.</summary>
    DataGrad,

    /// <summary>G = clip(q + p + lambda x) + wd x.</summary>
    Total,

    /// <summary>
    /// G = clip(q + p) + (lambda + wd) x, as the FedSpeed authors' simulator computes it. When the clip is active, the
    /// proximal term no longer vanishes at x = x^t: a spurious weight decay.
    /// </summary>
    Official,
}
