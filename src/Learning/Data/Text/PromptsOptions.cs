using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Text;

/// <summary>
/// Sentences to classify with a language model: each becomes a prompt, and the answer is the likeliest of the label words as its next token.
/// Files are tab-separated, with a header line that has the columns <c>sentence</c> and <c>label</c>, as those of SST-2.
/// </summary>
[Variant("prompts")]
public sealed record PromptsOptions : TextDataOptions
{
    /// <summary>What stands for the sentence in <see cref="Prompt"/>.</summary>
    internal const string Place = "{text}";

    /// <inheritdoc/>
    public override string Name => "prompts";

    /// <summary>File with the training samples.</summary>
    public required string Train { get; init; }

    /// <summary>File with the samples for evaluation.</summary>
    public required string Test { get; init; }

    /// <summary>The prompt, with <c>{text}</c> in the sentence's place. If the model's context is too short, the sentence loses its start.</summary>
    public string Prompt { get; init; } = "{text}\nlabel: ";

    /// <summary>The word of each label, exactly one token of the model; the file's labels are their indices, from 0 on.</summary>
    public required string[] Words { get; init; }
}
