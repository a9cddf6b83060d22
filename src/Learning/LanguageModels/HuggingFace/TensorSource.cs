namespace Federated.Learning.LanguageModels.HuggingFace;

/// <summary>Where a tensor of ours comes from.</summary>
/// <param name="Names">tensors without prefix; of several, the rows follow each other</param>
/// <param name="Transposed">whether the file has them as [input, output]</param>
internal sealed record TensorSource(IReadOnlyList<string> Names, bool Transposed = false);
