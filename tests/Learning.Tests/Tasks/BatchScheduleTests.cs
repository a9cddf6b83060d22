using Federated.Learning.Experiments;
using Federated.Learning.Tasks;
using Xunit;

namespace Federated.Learning.Tests.Tasks;

public sealed class BatchScheduleTests
{
    private static readonly int[] _samples = [40, 41, 7, 3, 99, 98, 97, 5, 6, 1, 0];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(50)]
    public void Every_epoch_is_a_permutation_and_its_last_batch_is_kept(int batchSize)
    {
        var schedule = Schedule(batchSize);
        schedule.Open(_samples, round: 3, client: 2);
        for (var epoch = 0; epoch < 4; epoch++)
        {
            var seen = new List<int>();
            while (seen.Count < _samples.Length)
            {
                var expected = Math.Min(batchSize, _samples.Length - seen.Count);
                var batch = schedule.Next();
                Assert.Equal(expected, batch.Length);
                seen.AddRange(batch);
            }

            Assert.Equal(_samples.Order(), seen.Order());
        }
    }

    [Fact]
    public void File_order_is_the_order_of_the_file_in_every_epoch()
    {
        var schedule = Schedule(4, BatchOrder.File);
        schedule.Open(_samples, round: 1, client: 0);

        Assert.Equal([.. _samples, .. _samples], Take(schedule, 6));
    }

    [Fact]
    public void Epochs_are_shuffled_anew()
    {
        var schedule = Schedule(11);
        schedule.Open(_samples, round: 1, client: 0);
        var (first, second) = (Take(schedule, 1), Take(schedule, 1));

        Assert.NotEqual(_samples, first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Every_sample_comes_to_every_place_equally_often()
    {
        const int Rounds = 2200;
        var counts = new int[_samples.Length, _samples.Length];
        var schedule = Schedule(_samples.Length);
        for (var round = 0; round < Rounds; round++)
        {
            schedule.Open(_samples, round, client: 0);
            var order = Take(schedule, 1);
            for (var place = 0; place < order.Length; place++)
            {
                counts[Array.IndexOf(_samples, order[place]), place]++;
            }
        }

        // 200 expected; five standard deviations are 67.
        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, 133, 267));
    }

    [Fact]
    public void Seed_round_and_client_decide_the_order()
    {
        int[] Order(ulong seed, int round, int client)
        {
            var schedule = Schedule(3, seed: seed);
            schedule.Open(_samples, round, client);
            return Take(schedule, 8);
        }

        Assert.Equal(Order(20, 3, 2), Order(20, 3, 2));
        Assert.NotEqual(Order(20, 3, 2), Order(21, 3, 2));
        Assert.NotEqual(Order(20, 3, 2), Order(20, 4, 2));
        Assert.NotEqual(Order(20, 3, 2), Order(20, 3, 1));
    }

    [Fact]
    public void What_was_open_before_leaves_no_trace()
    {
        var (fresh, used) = (Schedule(3), Schedule(3));
        used.Open([.. Enumerable.Range(0, 50)], round: 1, client: 7);
        Take(used, 5);
        fresh.Open(_samples, round: 2, client: 1);
        used.Open(_samples, round: 2, client: 1);

        Assert.Equal(0, used.Batch);
        Assert.Equal(Take(fresh, 8), Take(used, 8));
        Assert.Equal(8, used.Batch);
    }

    private static BatchSchedule Schedule(int batchSize, BatchOrder order = BatchOrder.Shuffled, ulong seed = 20) =>
        new(new LocalOptions { BatchSize = batchSize, Order = order }, seed);

    private static int[] Take(BatchSchedule schedule, int batches)
    {
        var taken = new List<int>();
        for (var i = 0; i < batches; i++)
        {
            taken.AddRange(schedule.Next());
        }

        return [.. taken];
    }
}
