using Federated.Learning.Algorithms;
using Federated.Learning.Rounds;
using Xunit;

namespace Federated.Learning.Tests.Rounds;

/// <summary>What an engine relies on, whoever trains behind the port.</summary>
public abstract class ClientPortContract : IDisposable
{
    private protected const int D = 19;
    private static readonly ServerAlgorithmOptions _algorithm = new FedSpeedOptions();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_client_of_the_cohort_is_delivered_once_at_its_position()
    {
        using var port = Open(new DiagonalTask(50, D));
        var updates = Train(port, 1, [3, 8, 9, 20, 49]);
        Assert.Equal([3, 8, 9, 20, 49], updates.Select(update => update.Client));
        Assert.All(updates, update => Assert.Equal((D, 3, true), (update.Vectors.Length, update.Steps, update.IsFinite)));
        Assert.All(updates, update => Assert.Equal(3.0, update.NominalSteps));
    }

    [Fact]
    public void An_update_does_not_depend_on_who_else_takes_part()
    {
        using var port = Open(new DiagonalTask(50, D));
        var together = Train(port, 1, [3, 8, 9]);
        using var other = Open(new DiagonalTask(50, D), "other");
        var alone = Train(other, 1, [8]);
        Assert.Equal(together[1].Vectors.ToArray(), alone[0].Vectors.ToArray());
        Assert.NotEqual(together[0].Vectors.ToArray(), alone[0].Vectors.ToArray());
    }

    [Fact]
    public void What_a_client_keeps_changes_when_the_round_is_committed()
    {
        using var port = Open(new DiagonalTask(5, D));
        var first = Train(port, 1, [1, 2]);
        port.Port.Commit(1);
        var second = Train(port, 2, [1, 2]);
        Assert.NotEqual(first[0].Vectors.ToArray(), second[0].Vectors.ToArray());

        using var other = Open(new DiagonalTask(5, D), "other");
        other.Port.Commit(1);
        Assert.Equal(first[0].Vectors.ToArray(), Train(other, 2, [1, 2])[0].Vectors.ToArray());
    }

    [Fact]
    public void A_client_whose_update_is_not_finite_keeps_its_state()
    {
        var task = new DiagonalTask(5, D) { IsBroken = (client, round) => client == 2 && round == 2 };
        using var port = Open(task);
        Committed(port, 1, [1, 2]);
        var broken = Train(port, 2, [1, 2]);
        port.Port.Commit(2);
        Assert.Equal([true, false], broken.Select(update => update.IsFinite));

        using var other = Open(task, "other");
        Committed(other, 1, [1, 2]);
        Committed(other, 2, [1]);
        Same(Train(other, 3, [1, 2]), Train(port, 3, [1, 2]));
    }

    /// <summary>The last client interrupts a round in which others have finished; then a round without them is committed.</summary>
    [Fact]
    public void An_interruption_changes_nothing_that_clients_keep()
    {
        int[] all = [1, 2, 3, 4, 5, 6, 7, 8];
        using var source = new CancellationTokenSource();
        var task = new DiagonalTask(9, D);
        using var port = Open(task);
        Committed(port, 1, all);
        task.BatchDrawn = (client, _) => CancelAt(client == 8, source);
        Assert.ThrowsAny<OperationCanceledException>(() => port.Port.Train(Round(2, all), new ListSink(8), source.Token));
        task.BatchDrawn = (_, _) => { };

        using var other = Open(new DiagonalTask(9, D), "other");
        Committed(other, 1, all);
        Same(Committed(other, 2, [8]), Committed(port, 2, [8]));
        Same(Train(other, 3, all), Train(port, 3, all));
    }

    [Fact]
    public void What_was_saved_is_restored_as_of_its_round()
    {
        using var port = Open(new DiagonalTask(9, D));
        Committed(port, 1, [1, 2]);
        port.Port.Save(1);
        var expected = Committed(port, 2, [1, 2, 3]);
        Committed(port, 3, [1, 2, 3]);

        using var restored = Open(new DiagonalTask(9, D));
        restored.Port.Restore(1);
        Same(expected, Train(restored, 2, [1, 2, 3]));
    }

    [Fact]
    public void Pruning_keeps_the_last_save()
    {
        using var port = Open(new DiagonalTask(9, D));
        for (var round = 1; round <= 4; round++)
        {
            Committed(port, round, [1, round + 1]);
            port.Port.Save(round);
            port.Port.Prune();
        }

        using var restored = Open(new DiagonalTask(9, D));
        restored.Port.Restore(4);
        Same(Train(port, 5, [1, 2, 5, 8]), Train(restored, 5, [1, 2, 5, 8]));
    }

    [Fact]
    public void A_round_that_was_not_saved_cannot_be_restored()
    {
        using var port = Open(new DiagonalTask(9, D));
        Assert.Throws<InputException>(() => port.Port.Restore(3));
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Clients of the task with nothing in memory; what they save lies in the folder.</summary>
    private protected abstract PortUnderTest Open(DiagonalTask task, ServerAlgorithmOptions algorithm, string folder);

    private static void CancelAt(bool now, CancellationTokenSource source)
    {
        if (now)
        {
            source.Cancel();
        }
    }

    private static RoundTask<float> Round(int round, int[] cohort) => new(round, cohort, 0.1, [[.. Enumerable.Repeat(0.7f, D)]]);

    private static ClientUpdate<float>[] Train(PortUnderTest port, int round, int[] cohort)
    {
        var sink = new ListSink(cohort.Length);
        port.Port.Train(Round(round, cohort), sink, CancellationToken.None);
        Assert.All(sink.Deliveries, count => Assert.Equal(1, count));
        return sink.Updates;
    }

    private static ClientUpdate<float>[] Committed(PortUnderTest port, int round, int[] cohort)
    {
        var updates = Train(port, round, cohort);
        port.Port.Commit(round);
        return updates;
    }

    private static void Same(ClientUpdate<float>[] expected, ClientUpdate<float>[] actual) => Assert.Equal(
        expected.Select(update => (update.Client, Convert.ToHexString(Bytes(update)), update.MeanLoss)),
        actual.Select(update => (update.Client, Convert.ToHexString(Bytes(update)), update.MeanLoss)));

    private static ReadOnlySpan<byte> Bytes(ClientUpdate<float> update) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(update.Vectors.Span);

    private PortUnderTest Open(DiagonalTask task, string folder = "port") => Open(task, _algorithm, _folder.File(folder));

    private sealed class ListSink(int cohort) : IUpdateSink<float>
    {
        public ClientUpdate<float>[] Updates { get; } = new ClientUpdate<float>[cohort];

        public int[] Deliveries { get; } = new int[cohort];

        public void Add(int position, in ClientUpdate<float> update)
        {
            Interlocked.Increment(ref Deliveries[position]);
            Updates[position] = update with { Vectors = update.Vectors.ToArray() };
        }

        public void Drop(int position, int client) => Assert.Fail($"client {client} was dropped");
    }
}
