namespace Federated.Learning.LanguageModels;

/// <summary>A transformer with its tokenizer and, if it was trained before, its parameters.</summary>
/// <param name="Name">name in reports</param>
/// <param name="Network">the function</param>
/// <param name="Tokenizer">how text becomes its tokens</param>
/// <param name="Weights">trained parameters in the order of the network's layout; null: none yet</param>
public sealed record LanguageModel(string Name, Transformer Network, ITokenizer Tokenizer, float[]? Weights);
