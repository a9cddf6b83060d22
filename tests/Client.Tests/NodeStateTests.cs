using Federated.Learning;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Federated.Client.Tests;

/// <summary>What was computed is on disk until it is acknowledged, and nothing that is wrong with the disk stops a node.</summary>
public sealed class NodeStateTests : IDisposable
{
    private readonly StateBed _bed = new();

    [Fact]
    public void A_result_is_there_after_a_restart()
    {
        var result = StateBed.Result(1000);
        using (var state = _bed.Open())
        {
            state.Shelf("a").Put(StateBed.Key(3, 7), result);
        }

        using var again = _bed.Open();
        var found = again.Shelf("a").Find(StateBed.Key(3, 7));

        Assert.Equal(result.Header, found!.Header);
        Assert.Equal(result.Bytes, found.Bytes);
        Assert.Null(again.Shelf("a").Find(StateBed.Key(3, 8)));
        Assert.Null(again.Shelf("a").Find(StateBed.Key(4, 7)));
    }

    [Fact]
    public void What_was_acknowledged_is_gone()
    {
        using var state = _bed.Open();
        var shelf = state.Shelf("a");
        shelf.Put(StateBed.Key(1, 1), StateBed.Result(10));
        shelf.Put(StateBed.Key(1, 2), StateBed.Result(10));
        shelf.Remove(StateBed.Key(1, 1));

        Assert.Null(shelf.Find(StateBed.Key(1, 1)));
        Assert.NotNull(shelf.Find(StateBed.Key(1, 2)));
        Assert.Single(_bed.Files);
    }

    [Fact]
    public void Work_of_another_run_is_deleted()
    {
        using var state = _bed.Open();
        state.Shelf("a").Put(StateBed.Key(1), StateBed.Result(10));
        var other = state.Shelf("b");

        Assert.Null(other.Find(StateBed.Key(1)));
        Assert.Empty(_bed.Files);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(33)]
    [InlineData(36)]
    [InlineData(60)]
    [InlineData(-1)]
    public void A_file_that_was_changed_is_named_and_not_used(int place)
    {
        using var state = _bed.Open();
        var shelf = state.Shelf("a");
        shelf.Put(StateBed.Key(1), StateBed.Result(100));
        var bytes = File.ReadAllBytes(_bed.Files[0]);
        bytes[place < 0 ? bytes.Length + place : place] ^= 0x40;
        File.WriteAllBytes(_bed.Files[0], bytes);

        Assert.Null(shelf.Find(StateBed.Key(1)));
        Assert.Contains(_bed.Log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("damaged", StringComparison.Ordinal));
        Assert.Empty(_bed.Files);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(35)]
    [InlineData(50)]
    [InlineData(120)]
    public void Half_a_file_is_not_used(int length)
    {
        using var state = _bed.Open();
        var shelf = state.Shelf("a");
        shelf.Put(StateBed.Key(1), StateBed.Result(100));
        File.WriteAllBytes(_bed.Files[0], File.ReadAllBytes(_bed.Files[0])[..length]);

        Assert.Null(shelf.Find(StateBed.Key(1)));
    }

    [Fact]
    public void What_was_being_written_when_the_node_was_killed_is_cleared_away()
    {
        using var state = _bed.Open();
        state.Shelf("a").Put(StateBed.Key(1), StateBed.Result(10));
        File.WriteAllText(_bed.Files[0] + ".tmp", "half");

        Assert.NotNull(state.Shelf("a").Find(StateBed.Key(1)));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_bed.Files[0])!));
    }

    [Fact]
    public void The_oldest_makes_room()
    {
        using var state = _bed.Open(limit: 3000);
        var shelf = state.Shelf("a");
        for (var client = 1; client <= 5; client++)
        {
            shelf.Put(StateBed.Key(1, client), StateBed.Result(1200));
        }

        Assert.Null(shelf.Find(StateBed.Key(1, 3)));
        Assert.NotNull(shelf.Find(StateBed.Key(1, 4)));
        Assert.NotNull(shelf.Find(StateBed.Key(1, 5)));
        Assert.InRange(_bed.Files.Sum(file => new FileInfo(file).Length), 1, 3000);
    }

    [Fact]
    public void Work_of_rounds_that_are_long_over_is_deleted()
    {
        using var state = _bed.Open();
        var shelf = state.Shelf("a");
        foreach (var round in new[] { 8, 9, 10 })
        {
            shelf.Put(StateBed.Key(round), StateBed.Result(10));
        }

        Assert.Null(shelf.Find(StateBed.Key(8)));
        Assert.NotNull(shelf.Find(StateBed.Key(9)));
    }

    [Fact]
    public void A_result_that_does_not_fit_is_not_kept()
    {
        using var state = _bed.Open(limit: 1000);
        var shelf = state.Shelf("a");
        shelf.Put(StateBed.Key(1), StateBed.Result(1001));

        Assert.Null(shelf.Find(StateBed.Key(1)));
        Assert.Empty(_bed.Files);
    }

    [Fact]
    public void A_node_knows_its_session_after_a_restart()
    {
        var session = new string('a', 32);
        using (var state = _bed.Open())
        {
            Assert.Empty(state.Session);
            state.Session = session;
        }

        using var again = _bed.Open();
        Assert.Equal(session, again.Session);
        File.WriteAllText(Path.Combine(_bed.Folder, "session"), "damaged");
        Assert.Empty(again.Session);
    }

    [Fact]
    public void Two_nodes_do_not_share_a_folder()
    {
        using (_bed.Open())
        {
            var error = Assert.Throws<InputException>(() => _bed.Open());
            Assert.Contains("another node", error.Message, StringComparison.Ordinal);
        }

        using var after = _bed.Open();
        Assert.NotNull(after);
    }

    [Fact]
    public void A_folder_that_is_a_file_is_refused()
    {
        var path = Path.Combine(_bed.Folder, "file");
        File.WriteAllText(path, "");

        Assert.Contains("expected a folder", Assert.Throws<InputException>(() => NodeState.Open(path, 1, _bed.Log)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _bed.Dispose();
}
