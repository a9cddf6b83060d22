using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Idx;

/// <summary>MNIST: 60,000 and 10,000 images of 1x28x28, 10 classes (LeCun et al. 1998).</summary>
[Variant("mnist")]
public sealed record MnistOptions : DataOptions
{
    /// <inheritdoc/>
    public override string Name => "mnist";

    /// <summary>Folder with the four IDX files, plain or gzipped; without it the usual places are searched.</summary>
    public string? Folder { get; init; }
}
