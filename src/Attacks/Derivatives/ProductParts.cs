namespace Federated.Attacks.Derivatives;

/// <summary>Which parts of a product of second derivatives are computed.</summary>
[Flags]
public enum ProductParts
{
    /// <summary>With respect to inputs and targets.</summary>
    Inputs = 1,

    /// <summary>With respect to the weights.</summary>
    Weights = 2,

    /// <summary>Both.</summary>
    All = Inputs | Weights,
}
