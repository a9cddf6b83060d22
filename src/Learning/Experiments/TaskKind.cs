namespace Federated.Learning.Experiments;

/// <summary>What is learned.</summary>
public enum TaskKind
{
    /// <summary>Image classification with cross-entropy loss, in float32.</summary>
    Classification,

    /// <summary>The next token of a text, or the answer to a prompt, by a language model, in float32.</summary>
    Language,

    /// <summary>f_i(x) = x'A_i x / 2 - b_i'x, full batches, in float64: for checks against known fixed points.</summary>
    Quadratic,
}
