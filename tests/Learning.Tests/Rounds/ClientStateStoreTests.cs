using Federated.Learning.Rounds;
using Xunit;
using static Federated.Learning.Tests.Rounds.StateStores;

namespace Federated.Learning.Tests.Rounds;

public sealed class ClientStateStoreTests
{
    [Fact]
    public void Clients_that_were_never_sampled_have_zeros()
    {
        var store = new ClientStateStore<float>(["h", "mu"], D);
        float[] values = [.. Enumerable.Repeat(9f, 2 * D)];
        store.Load(7, values);
        Assert.Equal(new float[2 * D], values);
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void Staged_values_count_only_when_they_are_committed()
    {
        var store = new ClientStateStore<float>(["h"], D);
        store.Stage(1, Values(1, 1));
        Assert.Equal(new float[D], Load(store, 1));
        store.Discard();
        store.Commit(1);
        Assert.Equal(new float[D], Load(store, 1));

        store.Stage(1, Values(1, 2));
        store.Commit(2);
        Assert.Equal(Values(1, 2), Load(store, 1));
    }

    [Fact]
    public void Staged_values_are_copies()
    {
        var store = new ClientStateStore<float>(["h"], D);
        var values = Values(1, 1);
        store.Stage(1, values);
        values[0] = -1;
        store.Commit(1);
        Assert.Equal(Values(1, 1), Load(store, 1));
    }

    [Fact]
    public void A_tiny_budget_changes_places_but_no_values()
    {
        using var folder = new TemporaryFolder();
        var small = new ClientStateStore<float>(["h"], D, folder.File("states"), budgetBytes: 2 * D * sizeof(float));
        var large = new ClientStateStore<float>(["h"], D);
        for (var round = 1; round <= 30; round++)
        {
            for (var i = 0; i < 3; i++)
            {
                var client = ((round * 5) + (i * 3)) % 11;
                Assert.Equal(Load(large, client), Load(small, client));
                small.Stage(client, Values(client, round));
                large.Stage(client, Values(client, round));
            }

            small.Commit(round);
            large.Commit(round);
            Assert.InRange(small.Resident, 1, 2);
        }

        Assert.Equal((11, 11, 11), (small.Count, large.Count, large.Resident));
        Assert.All(Enumerable.Range(0, 11), client => Assert.Equal(Load(large, client), Load(small, client)));
    }

    [Fact]
    public void Spilling_leaves_one_file_per_client()
    {
        using var folder = new TemporaryFolder();
        var store = new ClientStateStore<float>(["h"], D, folder.Path, budgetBytes: 1);
        for (var round = 1; round <= 10; round++)
        {
            Replace(store, round, 0, 1, 2);
        }

        Assert.InRange(Directory.GetFiles(folder.Path).Length, 2, 3);
    }

    [Fact]
    public void What_was_saved_comes_back_as_of_that_round()
    {
        using var folder = new TemporaryFolder();
        var store = Open(folder);
        Replace(store, 1, 0, 1);
        Replace(store, 2, 1, 2);
        store.Save(2);
        Replace(store, 3, 0, 1, 2, 3);

        var restored = Open(folder);
        restored.Restore(2);
        Assert.Equal(3, restored.Count);
        Assert.Equal(Values(0, 1), Load(restored, 0));
        Assert.Equal(Values(1, 2), Load(restored, 1));
        Assert.Equal(Values(2, 2), Load(restored, 2));
        Assert.Equal(new float[D], Load(restored, 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Pruning_keeps_exactly_what_the_last_save_needs(long budget)
    {
        using var folder = new TemporaryFolder();
        var store = new ClientStateStore<float>(["h"], D, folder.Path, budget);
        for (var round = 1; round <= 9; round++)
        {
            Replace(store, round, round % 3, 5);
            if (round % 3 == 0)
            {
                store.Save(round);
                store.Prune();
                Assert.Equal(1 + store.Count, Directory.GetFiles(folder.Path).Length);
            }
        }

        var restored = Open(folder);
        restored.Restore(9);
        Assert.Equal(Values(0, 9), Load(restored, 0));
        Assert.Equal(Values(1, 7), Load(restored, 1));
        Assert.Equal(Values(2, 8), Load(restored, 2));
        Assert.Equal(Values(5, 9), Load(restored, 5));
    }

    /// <summary>A save that a crash left without a checkpoint that names it must not win over the saves after a resumption.</summary>
    [Fact]
    public void A_save_of_an_earlier_round_than_an_abandoned_one_survives_pruning()
    {
        using var folder = new TemporaryFolder();
        var crashed = Open(folder);
        Replace(crashed, 5, 0);
        crashed.Save(5);
        Replace(crashed, 10, 0, 1);
        crashed.Save(10);

        var resumed = Open(folder);
        resumed.Restore(5);
        Replace(resumed, 7, 1);
        resumed.Save(7);
        resumed.Prune();

        var restored = Open(folder);
        restored.Restore(7);
        Assert.Equal(Values(0, 5), Load(restored, 0));
        Assert.Equal(Values(1, 7), Load(restored, 1));
        Assert.Throws<InputException>(() => Open(folder).Restore(10));
    }

    [Fact]
    public void Sampling_few_of_many_clients_costs_what_the_few_keep()
    {
        var store = new ClientStateStore<float>(["h"], 1000);
        var values = new float[1000];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 1; round <= 5; round++)
        {
            store.Load(99_999 - round, values);
            store.Stage(99_999 - round, values);
            store.Commit(round);
        }

        Assert.Equal(5, store.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 5 * 4000, 60_000);
    }
}
