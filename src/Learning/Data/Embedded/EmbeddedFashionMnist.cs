using Federated.Learning.Data.Idx;

namespace Federated.Learning.Data.Embedded;

/// <summary>Reads the subset of Fashion-MNIST that is part of the program: 10,000 and 2,000 images, classes balanced.</summary>
internal static class EmbeddedFashionMnist
{
    private const int Classes = 10;

    /// <summary>Reads both halves; needs no file.</summary>
    public static FederatedDataset Load() => new("fashion-mnist-mini", Read("train"), Read("test"));

    private static ByteSampleSet Read(string half)
    {
        var images = $"fashion-mnist-mini-{half}-images.idx3.gz";
        var labels = $"fashion-mnist-mini-{half}-labels.idx1.gz";
        return IdxSamples.Join(ReadResource(images, 3), images, ReadResource(labels, 1), labels, Classes, Normalisation.FashionMnist);
    }

    private static IdxArray ReadResource(string name, int dimensions)
    {
        using var stream = typeof(EmbeddedFashionMnist).Assembly.GetManifestResourceStream($"Federated.Learning.Data.{name}")
            ?? throw new InvalidOperationException($"resource {name} was not built into the program");
        return IdxFile.Read(stream, name, dimensions);
    }
}
