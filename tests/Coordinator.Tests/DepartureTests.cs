using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>A node that says that it goes loses no time for others, and one that was lost is expected back.</summary>
public sealed class DepartureTests : IDisposable
{
    private readonly BoardBed _bed = new();

    [Fact]
    public async Task What_a_leaving_node_does_not_keep_goes_to_others_at_once()
    {
        var leaving = _bed.Join(slots: 2);
        _bed.Begin(pieces: 2);
        var (kept, returned) = (await leaving.TaskAsync(), await leaving.TaskAsync());
        var other = _bed.Join(slots: 2);

        _bed.Board.Part(leaving.Session.Id, [kept.Lease]);

        var taken = await other.TaskAsync();
        Assert.Equal(returned.Client, taken.Client);
        Assert.False(other.HasNews);
        Assert.False(leaving.Deliver(returned.Lease));
        Assert.True(leaving.Deliver(kept.Lease));
        Assert.True(other.Deliver(taken.Lease));
        await _bed.EndAsync();
        Assert.Equal([1, 1], _bed.Deliveries);
    }

    [Fact]
    public async Task A_leaving_node_gets_no_more_work()
    {
        var leaving = _bed.Join(slots: 1);
        _bed.Begin(pieces: 2);
        var task = await leaving.TaskAsync();
        _bed.Board.Part(leaving.Session.Id, [task.Lease]);

        Assert.True(leaving.Deliver(task.Lease));
        Assert.False(leaving.HasNews);

        var other = _bed.Join(slots: 1);
        other.Deliver((await other.TaskAsync()).Lease);
        await _bed.EndAsync();
    }

    [Fact]
    public async Task A_node_that_has_gone_has_no_session_and_is_not_awaited()
    {
        var node = _bed.Join(slots: 1);
        _bed.Begin(pieces: 1);
        await node.TaskAsync();
        _bed.Board.Part(node.Session.Id, []);
        _bed.Board.Part(node.Session.Id, []);

        Assert.Null(_bed.Board.Find(node.Session.Id));
        Assert.Empty(_bed.Board.Awaited());

        var other = _bed.Join(slots: 1);
        other.Deliver((await other.TaskAsync()).Lease);
        await _bed.EndAsync();
    }

    [Fact]
    public void A_node_that_was_lost_is_awaited_until_it_comes_back_or_for_long_enough()
    {
        var (first, second) = (_bed.Join(1, "first"), _bed.Join(1, "second"));
        first.Leave();
        second.Leave();
        Assert.Equal(["first", "second"], _bed.Board.Awaited());

        var back = _bed.Join(1, "first", previous: first.Session.Id);
        _bed.Board.Part(back.Session.Id, []);
        Assert.Equal(["second"], _bed.Board.Awaited());

        _bed.Time.Advance(BoardBed.Linger + TimeSpan.FromSeconds(1));
        Assert.Empty(_bed.Board.Awaited());
    }

    [Fact]
    public async Task The_work_of_a_session_that_was_replaced_is_handed_out_again_at_once()
    {
        var before = _bed.Join(slots: 1);
        _bed.Begin(pieces: 1);
        var lost = await before.TaskAsync();
        var after = _bed.Join(slots: 1, previous: before.Session.Id);

        var task = await after.TaskAsync();
        Assert.False(before.Deliver(lost.Lease));
        Assert.True(after.Deliver(task.Lease));
        await _bed.EndAsync();
    }

    [Fact]
    public void A_coordinator_that_was_started_again_expects_the_nodes_of_before()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "journal.db");
        using (var journal = new Journal(path))
        {
            _bed.Board.Remember(journal, BoardBed.Room);
            _bed.Join(1, "stays");
            var gone = _bed.Join(1, "goes");
            _bed.Board.Part(gone.Session.Id, []);
        }

        using var again = new BoardBed();
        using var same = new Journal(path);
        again.Board.Remember(same, BoardBed.Room);

        Assert.Equal(["stays"], again.Board.Awaited());
    }

    public void Dispose() => _bed.Dispose();
}
