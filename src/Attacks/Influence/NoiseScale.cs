namespace Federated.Attacks.Influence;

/// <summary>What the strength of noise on a gradient counts.</summary>
public enum NoiseScale
{
    /// <summary>The norm of the noise in units of the gradient's norm: compares networks, initialisations and stages of training.</summary>
    Relative,

    /// <summary>The deviation of each number: the same noise for all, as a defence adds it. Small gradients drown in it.</summary>
    Absolute,
}
