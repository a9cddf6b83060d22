using Federated.Learning.Data.Partitioning;
using Xunit;

namespace Federated.Learning.Tests.Data.Partitioning;

public class PartitionSummaryTests
{
    [Fact]
    public void Totals_count_all_clients_and_rows_only_the_first()
    {
        var data = Sets.Balanced(6, 3);
        var partition = Partition.FromLists([[0, 3], [1], [1, 2, 5]]);
        var summary = PartitionSummary.Of(partition, data.Train, shown: 2);
        Assert.Equal((3, 6, 5, 1, 3), (summary.Clients, summary.Samples, summary.DistinctSamples, summary.Smallest, summary.Largest));
        Assert.Equal([2, 2, 2], summary.Totals);
        Assert.Equal(2, summary.Counts.Length);
        Assert.Equal([2, 0, 0], summary.Counts[0]);
        Assert.Equal([0, 1, 0], summary.Counts[1]);
    }
}
