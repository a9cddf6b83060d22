using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Cifar;

/// <summary>CIFAR-100, binary version: 50,000 and 10,000 images of 3x32x32, 100 fine classes (Krizhevsky 2009).</summary>
[Variant("cifar100")]
public sealed record Cifar100Options : DataOptions
{
    /// <inheritdoc/>
    public override string Name => "cifar100";

    /// <summary>Folder with train.bin and test.bin, or the folder above it.</summary>
    public string? Folder { get; init; }
}
