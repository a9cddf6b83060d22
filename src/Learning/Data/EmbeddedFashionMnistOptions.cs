using Federated.Learning.Experiments;

namespace Federated.Learning.Data;

/// <summary>The balanced subset of Fashion-MNIST that is part of the program.</summary>
[Variant("fashion-mnist-mini")]
public sealed record EmbeddedFashionMnistOptions : DataOptions
{
    /// <inheritdoc/>
    public override string Name => "fashion-mnist-mini";
}
