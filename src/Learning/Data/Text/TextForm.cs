using Federated.Learning.LanguageModels;

namespace Federated.Learning.Data.Text;

/// <summary>What a model asks of text.</summary>
/// <param name="Tokenizer">how text becomes tokens</param>
/// <param name="Context">most tokens in a sequence</param>
public sealed record TextForm(ITokenizer Tokenizer, int Context);
