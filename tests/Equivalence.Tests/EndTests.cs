using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>However a node stops or a run ends, nobody waits for nothing and nothing that was done is lost.</summary>
public sealed class EndTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>No lease runs out during a test.</summary>
    private const double Day = 86_400.0;

    [Fact]
    public async Task A_node_that_is_asked_to_stop_finishes_what_it_began_and_leaves_the_rest_to_others_at_once()
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of("fedspeed"), folder.Path, leaseSeconds: Day);
        var (gate, leave) = (new Gate("Submit", 2), new Gate("Leave", 0));
        await using var leaving = new RunningNode(
            coordinator.Address, 1, () => gate.Handler(leave.Handler()), change: options => options with { Name = "leaving", Drain = TimeSpan.FromMinutes(1) });
        await gate.Reached;
        await leaving.StopAsync();
        await leave.Reached;
        leave.Open();
        gate.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.Work.WaitAsync(_patience));

        Assert.Equal(3, Delivery.Of(folder.Path).Count(delivery => delivery.Node == "leaving"));
        await using var other = new RunningNode(coordinator.Address, 1);
        Assert.Equal(Subjects.Reference("fedspeed"), await coordinator.EndAsync());
    }

    [Fact]
    public async Task A_node_that_cannot_finish_in_time_goes_all_the_same()
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of("fedspeed"), folder.Path);
        var gate = new Gate("Submit", 0);
        await using var leaving = new RunningNode(coordinator.Address, 1, gate.Handler, change: options => options with { Drain = TimeSpan.FromMilliseconds(50) });
        await gate.Reached;
        await leaving.StopAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.Work.WaitAsync(_patience));
        await using var other = new RunningNode(coordinator.Address, 1);
        Assert.Equal(Subjects.Reference("fedspeed"), await coordinator.EndAsync());
    }

    [Fact]
    public async Task A_node_between_two_attempts_hears_that_the_run_is_over()
    {
        using var folder = new TemporaryFolder();
        var time = new SkewedTime();
        await using var coordinator = await RunningCoordinator.StartAsync(
            Subjects.Of("fedspeed"), folder.Path, leaseSeconds: 1.0, time: time, change: options => options with { Linger = TimeSpan.FromDays(1) });
        var (work, joins) = (new Gate("Submit", 2), new Gate("Join", 1));
        await using var lost = new RunningNode(coordinator.Address, 1, () => work.Handler(joins.Handler()));
        await work.Reached;
        time.Advance(TimeSpan.FromSeconds(10));
        await joins.Reached;

        await using var other = new RunningNode(coordinator.Address, 1);
        var ending = coordinator.EndAsync();
        await other.Work.WaitAsync(_patience);
        Assert.False(ending.IsCompleted);
        joins.Open();

        await lost.Work.WaitAsync(_patience);
        Assert.Equal(Subjects.Reference("fedspeed"), await ending.WaitAsync(_patience));
    }

    [Fact]
    public async Task Nodes_hear_it_from_a_coordinator_that_died_at_the_end_and_was_started_again()
    {
        using var folder = new TemporaryFolder();
        var first = await RunningCoordinator.StartAsync(Subjects.Of("fedspeed"), folder.Path);
        await using var node = new RunningNode(first.Address, 2);
        await first.DieAtTheEndAsync();
        Assert.False(node.Work.IsCompleted);

        await using var second = await RunningCoordinator.StartAsync(
            Subjects.Of("fedspeed"), folder.Path, first.Address, resume: true, change: options => options with { Linger = TimeSpan.FromDays(1) });
        Assert.Equal(Subjects.Reference("fedspeed"), await second.EndAsync().WaitAsync(_patience));
        await node.Work.WaitAsync(_patience);
    }
}
