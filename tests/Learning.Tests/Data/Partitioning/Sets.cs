using Federated.Learning.Data;

namespace Federated.Learning.Tests.Data.Partitioning;

/// <summary>Small training sets of which only the labels matter.</summary>
internal static class Sets
{
    /// <summary>Labels 0, 1, ..., classes - 1, 0, 1, ...</summary>
    public static FederatedDataset Balanced(int samples, int classes) =>
        WithLabels([.. Enumerable.Range(0, samples).Select(i => i % classes)], classes);

    public static FederatedDataset WithLabels(int[] labels, int classes)
    {
        var set = new ByteSampleSet(new byte[labels.Length], new SampleShape(1, 1, 1), labels, classes, Normalisation.Mnist);
        return new FederatedDataset("toy", set, set);
    }
}
