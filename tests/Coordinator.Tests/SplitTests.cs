using Federated.Learning;
using Federated.Learning.Data.Partitioning;
using Federated.Protocol;
using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>What a coordinator says of split and vectors when a node joins.</summary>
public sealed class SplitTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("federated-").FullName, "split.json");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public async Task A_node_with_another_split_does_not_work()
    {
        await File.WriteAllTextAsync(_file, "[[0, 1, 2], [3, 4, 5], [6, 7]]");
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer with { Partition = new FilePartitionOptions { Path = _file } });
        await run.BegunAsync();
        await File.WriteAllTextAsync(_file, "[[0, 1, 2], [3, 4, 6], [5, 7]]");

        Assert.Contains("split", (await Assert.ThrowsAsync<InputException>(() => run.WorkAsync())).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_file, "[[0, 1, 2], [3, 4, 5], [6, 7]]");
        var working = run.WorkAsync();
        await run.RequireRightModelAsync();
        await working;
    }

    [Fact]
    public async Task Vectors_are_named_in_the_order_in_which_they_travel()
    {
        await using var run = await LiveRun.StartAsync(LiveRun.WithServer);
        var reply = await run.Service.Join(new JoinRequest { Version = ProtocolVersion.Current, Token = LiveRun.Token, Slots = 1 }, new FakeCall());

        Assert.Equal(["x", "c"], reply.Vectors.Down);
        Assert.Equal(2, reply.Vectors.Up.Count);
        Assert.Single(reply.Vectors.Kept);
        Assert.Equal(64, reply.Partition.Length);
    }
}
