namespace Federated.Learning.Data.Idx;

/// <summary>A folder with the four files of an MNIST-like data set, each plain or with .gz.</summary>
internal static class IdxFolder
{
    /// <summary>Names of the four files, without .gz: training images and labels, test images and labels.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
    ];

    /// <summary>Whether all four files are there.</summary>
    public static bool IsComplete(string folder) => Names.All(name => Find(folder, name) is not null);

    /// <summary>Reads the four files.</summary>
    /// <exception cref="InputException">a file is missing or damaged, or test images have another shape</exception>
    public static FederatedDataset Load(string folder, string dataset, int classes, Normalisation normalisation)
    {
        var paths = Names.Select(name => Find(folder, name) ?? throw Missing(folder, name)).ToArray();
        var train = IdxSamples.Read(paths[0], paths[1], classes, normalisation);
        var test = IdxSamples.Read(paths[2], paths[3], classes, normalisation);
        if (train.Shape != test.Shape)
        {
            throw new InputException($"{paths[2]}: images of {test.Shape}; expected {train.Shape} as in {paths[0]}");
        }

        return new FederatedDataset(dataset, train, test);
    }

    private static string? Find(string folder, string name)
    {
        // Some archives in circulation write train-images.idx3-ubyte.
        var dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        string[] candidates = [name, name + ".gz", dotted, dotted + ".gz"];
        return candidates.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists);
    }

    private static InputException Missing(string folder, string name) =>
        new($"{folder}: holds neither {name} nor {name}.gz; the four files of the data set are {string.Join(", ", Names)}");
}
