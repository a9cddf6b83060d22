using Federated.Learning.Data.Cifar;
using Federated.Learning.Data.Idx;
using Federated.Learning.Data.Leaf;

namespace Federated.Learning.Data;

/// <summary>Finds the folder of a data set that was not given one.</summary>
internal sealed class DatasetFinder(DataLocations locations)
{
    /// <summary>Folder of an IDX data set, null when it is nowhere.</summary>
    public string? FindIdx(string dataset) =>
        new[] { locations.CacheOf(dataset), Path.Combine(locations.System, dataset) }.FirstOrDefault(IdxFolder.IsComplete);

    /// <summary>Folder of a CIFAR data set, null when it is nowhere.</summary>
    public string? FindCifar(CifarFormat format) => CifarFolder.Locate(locations.CacheOf(format.Name), format);

    /// <summary>Folder of FEMNIST, null when it is nowhere.</summary>
    public string? FindFemnist() => LeafFolder.Locate(locations.CacheOf("femnist"));

    /// <summary>The data set is nowhere: how to get it.</summary>
    public InputException Missing(string dataset) =>
        new($"data.name: {dataset} was not found in {locations.CacheOf(dataset)}; {HowToGet(dataset)}");

    /// <summary>The ways to get a data set, in one line.</summary>
    public string HowToGet(string dataset) => dataset switch
    {
        "fashion-mnist" =>
            "run `fed data get fashion-mnist`, or give its folder as data.folder, or install the Debian package dataset-fashion-mnist",
        "femnist" => $"make it with LEAF's preprocessing scripts and give its folder as data.folder, or put it into {locations.CacheOf(dataset)}",
        _ => $"run `fed data get {dataset}`, or give its folder as data.folder",
    };
}
