using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Leaf;

/// <summary>FEMNIST of LEAF (Caldas et al. 2018, arXiv 1812.01097): 1x28x28 characters by writer, 62 classes.</summary>
[Variant("femnist")]
public sealed record FemnistOptions : DataOptions
{
    /// <inheritdoc/>
    public override string Name => "femnist";

    /// <summary>Folder with train/*.json and test/*.json as LEAF's scripts write them, or with a folder data/ that holds both.</summary>
    public string? Folder { get; init; }
}
