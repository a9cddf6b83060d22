namespace Federated.Learning.LanguageModels.HuggingFace;

/// <summary>
/// A pretrained GPT-2 or OPT model in the folder that Hugging Face's libraries keep: config.json, model.safetensors (or the shards that
/// model.safetensors.index.json names), vocab.json and merges.txt.
/// </summary>
public static class HuggingFaceFolder
{
    /// <summary>Reads a model with its tokenizer.</summary>
    /// <exception cref="InputException">a file is missing, damaged, or of a variant that is not computed</exception>
    public static LanguageModel Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{folder}: no such folder; expected one with config.json, model.safetensors, vocab.json and merges.txt");
        }

        var config = ModelConfig.Read(Path.Combine(folder, "config.json"));
        var tokenizer = ByteLevelBpe.Read(Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt"), config.Family.FirstToken);
        if (tokenizer.Vocabulary > config.Shape.Vocabulary)
        {
            throw new InputException($"{folder}: vocab.json has tokens up to {tokenizer.Vocabulary - 1}; expected less than the vocab_size {config.Shape.Vocabulary} of config.json");
        }

        var tensors = TensorFiles.Read(folder, config.Family);
        tensors.RequireValues(config.Shape.Parameters);
        var network = new Transformer(config.Shape);
        return new LanguageModel(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), network, tokenizer, tensors.Weights(network.Layout));
    }
}
