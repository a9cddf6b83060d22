namespace Federated.Learning.Runs;

/// <summary>partition.json.</summary>
/// <param name="Clients">number of clients N</param>
/// <param name="Classes">number of classes C</param>
/// <param name="Shown">clients listed one by one</param>
/// <param name="Counts">samples of each class, for each client shown</param>
/// <param name="Totals">samples of each class over all clients</param>
/// <param name="Sizes">samples in all</param>
internal sealed record PartitionPage(
    int Clients, int Classes, int Shown, int[][] Counts, int[] Totals, PartitionSizes Sizes);
