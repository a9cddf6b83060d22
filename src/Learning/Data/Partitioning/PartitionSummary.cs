namespace Federated.Learning.Data.Partitioning;

/// <summary>What a split looks like: for reports.</summary>
/// <param name="Clients">number of clients</param>
/// <param name="Samples">samples all clients hold, with repetitions</param>
/// <param name="DistinctSamples">different samples among them</param>
/// <param name="Smallest">samples of the smallest client</param>
/// <param name="Largest">samples of the largest client</param>
/// <param name="Totals">samples of each class over all clients</param>
/// <param name="Counts">samples of each class, for each of the first clients</param>
public sealed record PartitionSummary(
    int Clients, int Samples, int DistinctSamples, int Smallest, int Largest, int[] Totals, int[][] Counts)
{
    /// <summary>Clients shown one by one unless told otherwise: more than these no picture can show.</summary>
    public const int DefaultShown = 200;

    /// <summary>Counts classes.</summary>
    /// <param name="partition">the split</param>
    /// <param name="train">the training set it splits</param>
    /// <param name="shown">clients listed in <see cref="Counts"/> at most</param>
    public static PartitionSummary Of(Partition partition, SampleSet train, int shown = DefaultShown)
    {
        var totals = new int[train.Classes];
        var counts = new int[Math.Min(shown, partition.Clients)][];
        var seen = new bool[train.Count];
        var (smallest, largest) = (int.MaxValue, 0);
        for (var client = 0; client < partition.Clients; client++)
        {
            var row = client < counts.Length ? counts[client] = new int[train.Classes] : null;
            smallest = Math.Min(smallest, partition[client].Length);
            largest = Math.Max(largest, partition[client].Length);
            foreach (var sample in partition[client])
            {
                var label = train.Labels[sample];
                seen[sample] = true;
                totals[label]++;
                if (row is not null)
                {
                    row[label]++;
                }
            }
        }

        return new PartitionSummary(
            partition.Clients, partition.Samples, seen.Count(used => used), smallest, largest, totals, counts);
    }
}
