using System.Text.RegularExpressions;

namespace Federated.Learning.LanguageModels.HuggingFace;

/// <summary>How a family of models names its tensors.</summary>
internal abstract class ModelFamily
{
    /// <summary>For messages.</summary>
    public abstract string Title { get; }

    /// <summary>What may stand before the tensors' names, in the order in which it is looked for.</summary>
    public abstract IReadOnlyList<string> Prefixes { get; }

    /// <summary>The token embedding, without prefix.</summary>
    public abstract string Embedding { get; }

    /// <summary>The token that the family's tokenizer puts before every text; null: none.</summary>
    public virtual string? FirstToken => null;

    /// <summary>Tensors of its files that are not parameters, without prefix.</summary>
    public virtual Regex? Buffers => null;

    /// <summary>Where a tensor of ours stands in the family's files.</summary>
    /// <param name="name">in the layout of <see cref="Transformer"/></param>
    public abstract TensorSource Source(string name);
}
