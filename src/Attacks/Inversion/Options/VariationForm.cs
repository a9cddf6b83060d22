namespace Federated.Attacks.Inversion;

/// <summary>Total variation, in its published forms; dx, dy: differences to the neighbour on the right and below.</summary>
public enum VariationForm
{
    /// <summary>mean |dx| + mean |dy|, each over its own entries (Inverting Gradients).</summary>
    Sum,

    /// <summary>Half of it (SME).</summary>
    Half,

    /// <summary>mean over pixels of (|dx| + eps) + (|dy| + eps), with zeros around the image (breaching, p = q = 1).</summary>
    Anisotropic,

    /// <summary>mean over pixels of sqrt((|dx| + eps)^2 + (|dy| + eps)^2), with zeros around the image (breaching, p = 2, q = 1/2).</summary>
    Isotropic,
}
