using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>Each piece of work counts once, whoever comes, goes and repeats.</summary>
public sealed class TaskBoardTests : IDisposable
{
    private readonly BoardBed _bed = new();

    [Fact]
    public async Task A_node_has_no_more_tasks_than_slots()
    {
        var node = _bed.Join(slots: 2);
        _bed.Begin(pieces: 5);
        var (first, second) = (await node.TaskAsync(), await node.TaskAsync());
        Assert.False(node.HasNews);

        node.Deliver(first.Lease);
        var third = await node.TaskAsync();
        Assert.False(node.HasNews);

        node.Deliver(second.Lease);
        node.Deliver(third.Lease);
        node.Deliver((await node.TaskAsync()).Lease);
        node.Deliver((await node.TaskAsync()).Lease);
        await _bed.EndAsync();
        Assert.All(_bed.Deliveries, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Work_of_a_silent_node_goes_to_another()
    {
        var silent = _bed.Join(slots: 1);
        _bed.Begin(pieces: 1);
        var lost = await silent.TaskAsync();
        var other = _bed.Join(slots: 1);
        Assert.False(other.HasNews);

        _bed.Time.Advance(BoardBed.Lease + TimeSpan.FromSeconds(1));
        other.Beat();
        _bed.Board.Expire();

        var found = await other.TaskAsync();
        Assert.Equal(lost.Client, found.Client);
        Assert.NotEqual(lost.Lease, found.Lease);
        Assert.Null(_bed.Board.Find(silent.Session.Id));
        Assert.True(other.Deliver(found.Lease));
        await _bed.EndAsync();
    }

    [Fact]
    public async Task A_sign_of_life_keeps_a_lease()
    {
        var node = _bed.Join(slots: 1);
        _bed.Begin(pieces: 1);
        var task = await node.TaskAsync();

        for (var i = 0; i < 4; i++)
        {
            _bed.Time.Advance(BoardBed.Lease * 0.7);
            node.Beat();
            _bed.Board.Expire();
        }

        Assert.True(node.Deliver(task.Lease));
        await _bed.EndAsync();
    }

    [Fact]
    public async Task What_comes_under_a_lost_lease_is_not_used()
    {
        var leaving = _bed.Join(slots: 1);
        _bed.Begin(pieces: 1);
        var lost = await leaving.TaskAsync();
        leaving.Leave();
        var other = _bed.Join(slots: 1);
        var task = await other.TaskAsync();

        Assert.False(leaving.Deliver(lost.Lease));
        Assert.Equal(0, _bed.Deliveries[0]);

        Assert.True(other.Deliver(task.Lease));
        await _bed.EndAsync();
        Assert.Equal(1, _bed.Deliveries[0]);
    }

    [Fact]
    public async Task A_repeated_delivery_is_acknowledged_and_counts_once()
    {
        var node = _bed.Join(slots: 2);
        _bed.Begin(pieces: 2);
        var (first, second) = (await node.TaskAsync(), await node.TaskAsync());

        Assert.True(node.Deliver(first.Lease));
        Assert.True(node.Deliver(first.Lease));
        Assert.True(node.Deliver(second.Lease));

        await _bed.EndAsync();
        Assert.Equal([1, 1], _bed.Deliveries);
    }

    [Fact]
    public async Task A_stranger_cannot_deliver_under_a_lease_nor_spoil_it()
    {
        var node = _bed.Join(slots: 1);
        _bed.Begin(pieces: 1);
        var task = await node.TaskAsync();
        var stranger = _bed.Join(slots: 1);

        Assert.False(stranger.Deliver(task.Lease));
        Assert.Null(_bed.Board.Find(stranger.Session, task.Lease));
        Assert.True(node.Deliver(task.Lease));

        await _bed.EndAsync();
    }

    [Fact]
    public async Task A_new_stream_gets_the_work_of_the_old_one_again()
    {
        var node = _bed.Join(slots: 1);
        _bed.Begin(pieces: 1);
        var before = await node.TaskAsync();
        node.ListenAgain();
        var after = await node.TaskAsync();

        Assert.False(node.Deliver(before.Lease));
        Assert.True(node.Deliver(after.Lease));
        await _bed.EndAsync();
        Assert.Equal(1, _bed.Deliveries[0]);
    }

    [Fact]
    public async Task An_old_stream_that_ends_late_takes_nothing_away()
    {
        var node = _bed.Join(slots: 1);
        var old = System.Threading.Channels.Channel.CreateUnbounded<Protocol.Event>();
        _bed.Board.Listen(node.Session, old);
        node.ListenAgain();
        _bed.Begin(pieces: 1);
        var task = await node.TaskAsync();

        _bed.Board.Leave(node.Session, old);

        Assert.True(node.Deliver(task.Lease));
        await _bed.EndAsync();
    }

    [Fact]
    public async Task Work_of_an_interrupted_round_is_withdrawn()
    {
        var node = _bed.Join(slots: 1);
        _bed.Begin(pieces: 3);
        var task = await node.TaskAsync();
        _bed.Interrupt();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(_bed.EndAsync);
        Assert.Equal(task.Lease, (await node.NextAsync()).Withdrawn.Lease);
        Assert.False(node.Deliver(task.Lease));
        Assert.Equal([0, 0, 0], _bed.Deliveries);
    }

    [Fact]
    public async Task What_goes_wrong_with_a_delivery_ends_the_round()
    {
        var node = _bed.Join(slots: 1);
        _bed.Begin(pieces: 1, _ => throw new InvalidOperationException("the engine"));
        node.Deliver((await node.TaskAsync()).Lease);

        Assert.Equal("the engine", (await Assert.ThrowsAsync<InvalidOperationException>(_bed.EndAsync)).Message);
    }

    [Fact]
    public async Task The_freest_node_gets_the_next_task()
    {
        var (small, large) = (_bed.Join(slots: 1), _bed.Join(slots: 3));
        _bed.Begin(pieces: 2);
        var tasks = new[] { await large.TaskAsync(), await large.TaskAsync() };

        Assert.False(small.HasNews);
        Assert.All(tasks, task => Assert.True(large.Deliver(task.Lease)));
        await _bed.EndAsync();
    }

    public void Dispose() => _bed.Dispose();
}
