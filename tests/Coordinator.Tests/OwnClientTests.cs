using Federated.Learning.Experiments;
using Federated.Protocol;
using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>A client whose samples lie with a node is trained there or not at all.</summary>
public sealed class OwnClientTests : IDisposable
{
    private readonly BoardBed _bed = new();

    [Fact]
    public async Task Tasks_of_an_own_client_go_to_its_node_and_others_do_not()
    {
        var other = _bed.Join(slots: 5);
        var device = _bed.Join(slots: 5, "device", own: 1);
        _bed.Begin(pieces: 3);

        var own = await device.TaskAsync();
        Assert.Equal(1, own.Client);
        Assert.False(device.HasNews);
        var rest = new[] { await other.TaskAsync(), await other.TaskAsync() };
        Assert.Equal([0, 2], rest.Select(task => task.Client).Order());
        Assert.False(other.HasNews);

        Assert.True(device.Deliver(own.Lease));
        Assert.All(rest, task => Assert.True(other.Deliver(task.Lease)));
        await _bed.EndAsync();
    }

    [Fact]
    public async Task A_round_waits_by_name_for_a_node_that_is_away()
    {
        var device = _bed.Join(slots: 1, "gateway-7", own: 0);
        var other = _bed.Join(slots: 5);
        device.Leave();
        _bed.Begin(pieces: 2);
        other.Deliver((await other.TaskAsync()).Lease);
        Assert.False(other.HasNews);

        var back = _bed.Join(slots: 1, "gateway-7", own: 0);
        back.Deliver((await back.TaskAsync()).Lease);
        await _bed.EndAsync();
        Assert.Contains(_bed.Log.Entries, entry => entry.Message.Contains("waits for gateway-7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_is_reserved_waits_for_a_node_that_never_came()
    {
        _bed.Owners.Reserve([1]);
        var other = _bed.Join(slots: 5);
        _bed.Begin(pieces: 2);
        other.Deliver((await other.TaskAsync()).Lease);
        Assert.False(other.HasNews);

        var device = _bed.Join(slots: 1, "device", own: 1);
        device.Deliver((await device.TaskAsync()).Lease);
        await _bed.EndAsync();
        Assert.Contains(_bed.Log.Entries, entry => entry.Message.Contains("has not come yet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_straggler_rule_goes_on_without_the_node_and_names_it()
    {
        _bed.Join(slots: 1, "gateway-7", own: 1).Leave();
        var other = _bed.Join(slots: 5);
        _bed.Begin(pieces: 2, stragglers: new StragglerOptions { Deadline = 5.0, Quorum = 1 });
        var task = await other.TaskAsync();
        _bed.Time.Advance(TimeSpan.FromSeconds(6));
        other.Deliver(task.Lease);

        await _bed.EndAsync();
        Assert.Equal([1, 0], _bed.Deliveries);
        Assert.Contains(_bed.Log.Entries, entry => entry.Message.Contains("went on without gateway-7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Work_that_somebody_else_has_is_recalled_when_the_node_comes()
    {
        var other = _bed.Join(slots: 1);
        _bed.Begin(pieces: 1);
        var lost = await other.TaskAsync();

        var device = _bed.Join(slots: 1, "device", own: 0);

        Assert.Equal(lost.Lease, (await other.NextAsync()).Withdrawn.Lease);
        Assert.False(other.Deliver(lost.Lease));
        Assert.True(device.Deliver((await device.TaskAsync()).Lease));
        await _bed.EndAsync();
    }

    [Fact]
    public void A_client_belongs_to_one_name_also_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "journal.db");
        using (var journal = new Journal(path))
        {
            _bed.Board.Remember(journal, BoardBed.Room);
            _bed.Join(slots: 1, "device", own: 4);
        }

        using var again = new BoardBed();
        using var same = new Journal(path);
        again.Board.Remember(same, BoardBed.Room);

        Assert.Null(again.Owners.Refusal("device", [4]));
        Assert.Contains("'device'", again.Owners.Refusal("another", [4]), StringComparison.Ordinal);
        Assert.True(again.Owners.Owns(4));
        Assert.Equal(1, again.Owners.Samples(4));
    }

    [Theory]
    [InlineData(-1, 1, "from 0 to 9")]
    [InlineData(10, 1, "from 0 to 9")]
    [InlineData(3, 0, "at least one")]
    [InlineData(5, 1, "twice")]
    [InlineData(7, 1, "'taken'")]
    public void Impossible_claims_are_refused_with_a_reason(int client, int samples, string reason)
    {
        _bed.Join(slots: 1, "taken", own: 7);
        var request = new JoinRequest { Name = "node", Own = { new OwnClient { Client = 5, Samples = 2 }, new OwnClient { Client = client, Samples = samples } } };
        var subject = new Subject("", "", 1, "", new VectorNames(), 10, new SampleForm());

        Assert.Contains(reason, OwnClients.Refusal(request, subject, _bed.Owners), StringComparison.Ordinal);
        Assert.Contains("arrays", OwnClients.Refusal(request, subject with { Samples = null }, _bed.Owners), StringComparison.Ordinal);
    }

    public void Dispose() => _bed.Dispose();
}
