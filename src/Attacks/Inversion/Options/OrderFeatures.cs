namespace Federated.Attacks.Inversion;

/// <summary>What the order-free statistics are taken of.</summary>
public enum OrderFeatures
{
    /// <summary>Pixels.</summary>
    Pixels,

    /// <summary>96 outputs of a fixed random 3x3 convolution.</summary>
    Convolution,
}
