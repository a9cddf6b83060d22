namespace Federated.Attacks.Inversion;

/// <summary>How far the gradient of dummy samples is from the one that was sent. g*: what was sent, d: the difference.</summary>
public enum MatchingObjective
{
    /// <summary>|g - g*|^2 over all entries (DLG). Needs the gradient's scale.</summary>
    Euclid,

    /// <summary>1 - cos(g, g*), one cosine over all parameters (Inverting Gradients).</summary>
    Cosine,

    /// <summary>The same over the entries with |g*| above 1e-6 only: what a defence set to zero says nothing.</summary>
    MaskedCosine,

    /// <summary>Sum of 1 - cos over the tensors.</summary>
    LayerCosine,

    /// <summary>|d|^2 + 0.1 a_l |d|_1 for each tensor, a_l falling linearly from 1 (TAG). Needs the gradient's scale.</summary>
    Tag,

    /// <summary>|g - g*|_1. Needs the gradient's scale.</summary>
    L1,

    /// <summary>arccos(cos(g, g*)) / pi.</summary>
    Angular,
}
