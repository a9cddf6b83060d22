using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Text;

/// <summary>The text of e-mails (SpamAssassin public corpus, 1,500 mails, 2.09 MB) that is part of the program, to predict each next token.</summary>
[Variant("mails")]
public sealed record MailsOptions : TextDataOptions
{
    /// <inheritdoc/>
    public override string Name => "mails";

    /// <summary>The part of the tokens, at the text's end, that is for evaluation.</summary>
    [Accepts("(0, 1)")]
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Tokens predicted in one sample: windows follow each other without overlap.</summary>
    [Accepts("[1, 65536]")]
    public int Window { get; init; } = 64;
}
