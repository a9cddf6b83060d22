using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Cifar;

/// <summary>CIFAR-10, binary version: 50,000 and 10,000 images of 3x32x32, 10 classes (Krizhevsky 2009).</summary>
[Variant("cifar10")]
public sealed record Cifar10Options : DataOptions
{
    /// <inheritdoc/>
    public override string Name => "cifar10";

    /// <summary>Folder with data_batch_1.bin to data_batch_5.bin and test_batch.bin, or the folder above it.</summary>
    public string? Folder { get; init; }
}
