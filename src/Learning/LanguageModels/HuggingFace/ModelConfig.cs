namespace Federated.Learning.LanguageModels.HuggingFace;

/// <summary>What config.json says of a model.</summary>
/// <param name="Family">how its tensors are named</param>
/// <param name="Shape">its sizes</param>
internal sealed record ModelConfig(ModelFamily Family, TransformerShape Shape)
{
    /// <summary>Reads the file, and refuses what our transformer does not compute.</summary>
    /// <exception cref="InputException">missing, damaged, or of a variant that is not computed</exception>
    public static ModelConfig Read(string path)
    {
        using var fields = ConfigFields.Read(path);
        var config = fields.Text("model_type") switch
        {
            "gpt2" => Gpt2(fields),
            "opt" => Opt(fields),
            var other => throw fields.Refuse($"model_type is {Printable.Shorten(other)}; expected gpt2 or opt"),
        };
        fields.RequireFlag("tie_word_embeddings", true);
        return config.Shape.Problem() is { } problem ? throw fields.Refuse(problem) : config;
    }

    private static ModelConfig Gpt2(ConfigFields fields)
    {
        var shape = new TransformerShape
        {
            Vocabulary = fields.Size("vocab_size"),
            Context = fields.Size("n_positions"),
            Width = fields.Size("n_embd"),
            Blocks = fields.Size("n_layer"),
            Heads = fields.Size("n_head"),
            Activation = fields.Activation("activation_function"),
        };
        fields.RequireFlag("scale_attn_weights", true);
        fields.RequireFlag("scale_attn_by_inverse_layer_idx", false);
        fields.RequireNumber("n_inner", 4.0 * shape.Width);
        fields.RequireNumber("layer_norm_epsilon", 1e-5);
        return new ModelConfig(new Gpt2Family(), shape);
    }

    private static ModelConfig Opt(ConfigFields fields)
    {
        var shape = new TransformerShape
        {
            Vocabulary = fields.Size("vocab_size"),
            Context = fields.Size("max_position_embeddings"),
            Width = fields.Size("hidden_size"),
            Blocks = fields.Size("num_hidden_layers"),
            Heads = fields.Size("num_attention_heads"),
            Activation = fields.Activation("activation_function"),
            PositionOffset = 2,
        };
        fields.RequireFlag("do_layer_norm_before", true);
        fields.RequireFlag("_remove_final_layer_norm", false);
        fields.RequireFlag("enable_bias", true);
        fields.RequireFlag("layer_norm_elementwise_affine", true);
        fields.RequireNumber("word_embed_proj_dim", shape.Width);
        fields.RequireNumber("ffn_dim", 4.0 * shape.Width);
        return new ModelConfig(new OptFamily(), shape);
    }
}
