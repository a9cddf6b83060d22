using Federated.Learning.Experiments;

namespace Federated.Learning.Data.Partitioning;

/// <summary>A split made elsewhere.</summary>
[Variant("file")]
public sealed record FilePartitionOptions : PartitionOptions
{
    /// <inheritdoc/>
    public override string Kind => "file";

    /// <summary>
    /// A .npy file of integers with one row per client, an .npz file with one-dimensional arrays client_0, client_1, ..., or a
    /// .json file with one list per client; all of indices into the training set, starting at 0.
    /// </summary>
    public required string Path { get; init; }
}
