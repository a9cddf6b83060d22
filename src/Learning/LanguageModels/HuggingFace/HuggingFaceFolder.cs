namespace Federated.Learning.LanguageModels.HuggingFace;

/// <summary>A pretrained GPT-2 or OPT model in the folder that Hugging Face's libraries keep: config.json, model.safetensors, vocab.json, merges.txt.</summary>
public static class HuggingFaceFolder
{
    /// <summary>Reads a model with its tokenizer.</summary>
    /// <exception cref="InputException">a file is missing, damaged, or of a variant that is not computed</exception>
    public static LanguageModel Load(string folder) => throw new NotSupportedException(folder);
}
