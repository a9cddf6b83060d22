using System.Text.RegularExpressions;

namespace Federated.Learning.LanguageModels.HuggingFace;

/// <summary>GPT-2: our names are its names; its linear layers (Conv1D) are [input, output].</summary>
internal sealed partial class Gpt2Family : ModelFamily
{
    /// <inheritdoc/>
    public override string Title => "GPT-2";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Prefixes => ["transformer.", ""];

    /// <inheritdoc/>
    public override string Embedding => "wte.weight";

    /// <inheritdoc/>
    public override Regex Buffers => Masks();

    /// <inheritdoc/>
    public override TensorSource Source(string name) => new([name], Transposed: Linear().IsMatch(name));

    [GeneratedRegex(@"^h\.\d+\.attn\.(bias|masked_bias)$")]
    private static partial Regex Masks();

    [GeneratedRegex(@"\.(c_attn|c_proj|c_fc)\.weight$")]
    private static partial Regex Linear();
}
