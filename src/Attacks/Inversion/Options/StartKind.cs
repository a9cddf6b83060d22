namespace Federated.Attacks.Inversion;

/// <summary>Where the dummy samples start.</summary>
public enum StartKind
{
    /// <summary>N(0, 1) for each value.</summary>
    Normal,

    /// <summary>A tile of 4x4 values from N(0, 1), its own for each channel, repeated over the image.</summary>
    Patterned,
}
