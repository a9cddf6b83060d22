namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>What a product does to its result's old value.</summary>
internal enum Write
{
    /// <summary>Nothing of it is left.</summary>
    Overwrites,

    /// <summary>The product is added to it.</summary>
    Adds,
}
