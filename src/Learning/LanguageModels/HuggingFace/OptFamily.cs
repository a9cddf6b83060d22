namespace Federated.Learning.LanguageModels.HuggingFace;

/// <summary>OPT: queries, keys and values are three layers; its linear layers are [output, input] as ours.</summary>
internal sealed class OptFamily : ModelFamily
{
    private static readonly string[] _projections = ["q_proj", "k_proj", "v_proj"];

    private static readonly Dictionary<string, string> _layers = new()
    {
        ["ln_1"] = "self_attn_layer_norm",
        ["attn.c_proj"] = "self_attn.out_proj",
        ["ln_2"] = "final_layer_norm",
        ["mlp.c_fc"] = "fc1",
        ["mlp.c_proj"] = "fc2",
    };

    /// <inheritdoc/>
    public override string Title => "OPT";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Prefixes => ["model.decoder.", "decoder.", ""];

    /// <inheritdoc/>
    public override string Embedding => "embed_tokens.weight";

    /// <inheritdoc/>
    public override string FirstToken => "</s>";

    /// <inheritdoc/>
    public override TensorSource Source(string name)
    {
        var parts = name.Split('.');
        var kind = parts[^1];
        if (parts[0] != "h")
        {
            return new([parts[0] switch { "wte" => Embedding, "wpe" => "embed_positions.weight", _ => $"final_layer_norm.{kind}" }]);
        }

        var (block, layer) = ($"layers.{parts[1]}", string.Join('.', parts[2..^1]));
        return layer == "attn.c_attn"
            ? new([.. _projections.Select(projection => $"{block}.self_attn.{projection}.{kind}")])
            : new([$"{block}.{_layers[layer]}.{kind}"]);
    }
}
