using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Text;

/// <summary>
/// Your own text, to predict each next token: all <c>.txt</c> files of a folder, sorted by name, joined by newlines. The natural partition has
/// one client per file.
/// </summary>
[Variant("text")]
public sealed record TextOptions : TextDataOptions
{
    /// <inheritdoc/>
    public override string Name => "text";

    /// <summary>The folder with the <c>.txt</c> files.</summary>
    public required string Folder { get; init; }

    /// <summary>The part of the tokens, at the text's end, that is for evaluation.</summary>
    [Accepts("(0, 1)")]
    public double HeldOut { get; init; } = 0.05;

    /// <summary>Tokens predicted in one sample: windows follow each other without overlap.</summary>
    [Accepts("[1, 65536]")]
    public int Window { get; init; } = 64;
}
