using Federated.Learning.Data.Partitioning;

namespace Federated.Learning.Data.Leaf;

/// <summary>Reads FEMNIST as LEAF's scripts write it: a folder train and a folder test with JSON files.</summary>
internal static class LeafFolder
{
    private const int Classes = 62;
    private static readonly SampleShape Shape = new(1, 28, 28);

    /// <summary>The folder with train and test: the given one, or data in it; null when there is none.</summary>
    public static string? Locate(string folder) =>
        new[] { folder, Path.Combine(folder, "data") }
            .FirstOrDefault(f => Directory.Exists(Path.Combine(f, "train")) && Directory.Exists(Path.Combine(f, "test")));

    /// <summary>Reads all files in the order of their names; users become the natural partition of the training set.</summary>
    /// <exception cref="InputException">a folder is missing or empty, or a file is not of LEAF's form</exception>
    public static FederatedDataset Load(string folder)
    {
        var found = Locate(folder)
            ?? throw new InputException($"{folder}: no folders train and test in it or in its data; expected LEAF's JSON files in both");
        var (train, users) = Read(Path.Combine(found, "train"));
        var (test, _) = Read(Path.Combine(found, "test"));
        return new FederatedDataset("femnist", train, test, users);
    }

    private static (ByteSampleSet Samples, Partition Users) Read(string folder)
    {
        var files = Directory.GetFiles(folder, "*.json");
        Array.Sort(files, StringComparer.Ordinal);
        var users = new LeafUsers();
        foreach (var file in files)
        {
            LeafFile.Read(file, Shape.Size, Classes, users);
        }

        if (users.Labels.Count == 0)
        {
            throw new InputException($"{folder}: no samples in {files.Length} files *.json; expected LEAF's JSON files with at least one");
        }

        var samples = new ByteSampleSet(
            users.TakePixels(Shape.Size), Shape, [.. users.Labels], Classes, Normalisation.Femnist);
        return (samples, Partition.FromLists(users.Samples));
    }
}
