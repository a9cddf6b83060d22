using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Idx;

/// <summary>Fashion-MNIST: 60,000 and 10,000 images of 1x28x28, 10 classes (Xiao et al. 2017, arXiv 1708.07747).</summary>
[Variant("fashion-mnist")]
public sealed record FashionMnistOptions : DataOptions
{
    /// <inheritdoc/>
    public override string Name => "fashion-mnist";

    /// <summary>Folder with the four IDX files, plain or gzipped; without it the usual places are searched.</summary>
    public string? Folder { get; init; }
}
