using System.Text.Json;
using System.Text.Json.Nodes;

namespace Federated.Learning.Tests.LanguageModels.HuggingFace;

/// <summary>A model's folder that is gone after the test.</summary>
internal sealed class ModelFolder : IDisposable
{
    public const int Vocabulary = 280;
    public const int Context = 7;
    public const int Width = 8;
    public const int Blocks = 2;
    public const int Heads = 2;

    private readonly TemporaryFolder _folder = new();

    /// <summary>A folder with everything but tensors.</summary>
    public ModelFolder(JsonObject config)
    {
        Config = config;
        WriteConfig();
        TinyBpe.WriteVocabulary(File("vocab.json"), TinyBpe.Vocabulary);
        TinyBpe.WriteMerges(File("merges.txt"));
    }

    public JsonObject Config { get; }

    public string Path => _folder.Path;

    public string File(string name) => _folder.File(name);

    public void WriteConfig() => System.IO.File.WriteAllText(File("config.json"), Config.ToJsonString());

    public void WriteIndex(IEnumerable<KeyValuePair<string, string>> map) =>
        System.IO.File.WriteAllText(File("model.safetensors.index.json"), JsonSerializer.Serialize(new { weight_map = map.ToDictionary() }));

    public void Dispose() => _folder.Dispose();

    /// <summary>A GPT-2 of random weights.</summary>
    public static ModelFolder Gpt2(out Checkpoint checkpoint)
    {
        checkpoint = new Checkpoint();
        checkpoint.Add("wte.weight", Vocabulary, Width);
        checkpoint.Add("wpe.weight", Context, Width);
        for (var block = 0; block < Blocks; block++)
        {
            checkpoint.AddLayer($"h.{block}.ln_1", Width);
            checkpoint.AddLayer($"h.{block}.attn.c_attn", Width, 3 * Width);
            checkpoint.AddLayer($"h.{block}.attn.c_proj", Width, Width);
            checkpoint.AddLayer($"h.{block}.ln_2", Width);
            checkpoint.AddLayer($"h.{block}.mlp.c_fc", Width, 4 * Width);
            checkpoint.AddLayer($"h.{block}.mlp.c_proj", 4 * Width, Width);
        }

        checkpoint.AddLayer("ln_f", Width);
        return new ModelFolder(new()
        {
            ["model_type"] = "gpt2",
            ["vocab_size"] = Vocabulary,
            ["n_positions"] = Context,
            ["n_embd"] = Width,
            ["n_layer"] = Blocks,
            ["n_head"] = Heads,
            ["n_inner"] = null,
            ["activation_function"] = "gelu_new",
            ["layer_norm_epsilon"] = 1e-5,
        });
    }

    /// <summary>An OPT of random weights.</summary>
    public static ModelFolder Opt(out Checkpoint checkpoint)
    {
        checkpoint = new Checkpoint();
        checkpoint.Add("embed_tokens.weight", Vocabulary, Width);
        checkpoint.Add("embed_positions.weight", Context + 2, Width);
        for (var block = 0; block < Blocks; block++)
        {
            foreach (var projection in new[] { "q_proj", "k_proj", "v_proj", "out_proj" })
            {
                checkpoint.AddLayer($"layers.{block}.self_attn.{projection}", Width, Width);
            }

            checkpoint.AddLayer($"layers.{block}.self_attn_layer_norm", Width);
            checkpoint.Add($"layers.{block}.fc1.weight", 4 * Width, Width);
            checkpoint.Add($"layers.{block}.fc1.bias", 4 * Width);
            checkpoint.Add($"layers.{block}.fc2.weight", Width, 4 * Width);
            checkpoint.Add($"layers.{block}.fc2.bias", Width);
            checkpoint.AddLayer($"layers.{block}.final_layer_norm", Width);
        }

        checkpoint.AddLayer("final_layer_norm", Width);
        return new ModelFolder(new()
        {
            ["model_type"] = "opt",
            ["vocab_size"] = Vocabulary,
            ["max_position_embeddings"] = Context,
            ["hidden_size"] = Width,
            ["word_embed_proj_dim"] = Width,
            ["num_hidden_layers"] = Blocks,
            ["num_attention_heads"] = Heads,
            ["ffn_dim"] = 4 * Width,
            ["activation_function"] = "relu",
            ["do_layer_norm_before"] = true,
        });
    }
}
