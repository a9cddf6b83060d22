namespace Federated.Attacks.Influence;

/// <summary>What the strength of noise on a gradient counts.</summary>
public enum NoiseScale
{
    /// <summary>The norm of the noise in units of the gradient's norm: compares networks, initialisations and stages of training.</summary>
    Relative,

    /// <summary>
    /// The same tensor by tensor, against an attacker who weighs tensors by their noise: what the largest tensors' gradients hide in the norm of the whole.
    /// </summary>
    RelativeByTensor,

    /// <summary>The deviation of each number: the same noise for all, as a defence adds it. Small gradients drown in it.</summary>
    Absolute,
}
