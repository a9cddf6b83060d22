namespace Federated.Learning.Models;

/// <summary>Distribution of a layer's first weights.</summary>
internal enum WeightInitialiser
{
    /// <summary>Uniform, bounded by 1 / sqrt(fan_in): PyTorch's default.</summary>
    FanIn,

    /// <summary>Uniform, bounded by sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio 2010).</summary>
    Glorot,

    /// <summary>Weights and biases uniform on [-0.5, 0.5], as the authors of DLG have them: small gradients hide the input.</summary>
    Half,
}
