using Federated.Client;
using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>Hosts that exchange models with each other make the model of one process, whoever comes and goes.</summary>
public sealed class GossipTests
{
    private const string Mgs = "dfedsam-mgs";
    private const double Share = 0.05;

    [Theory]
    [InlineData(Mgs, 1)]
    [InlineData(Mgs, 2)]
    [InlineData(Mgs, 5)]
    [InlineData("choco", 3)]
    [InlineData("private-gossip", 2)]
    public async Task Any_number_of_hosts_makes_the_model_of_one_process(string algorithm, int hosts)
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path, hosts: hosts);
        var crowd = Enumerable.Range(0, hosts).Select(_ => new RunningNode(coordinator.Address)).ToArray();

        Assert.Equal(Subjects.Reference(algorithm), await coordinator.EndAsync());
        foreach (var node in crowd)
        {
            await node.Work.WaitAsync(TimeSpan.FromSeconds(30));
            await node.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(Mgs)]
    [InlineData("choco")]
    public async Task Nodes_of_a_host_that_goes_away_go_on_with_the_others(string algorithm)
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path, hosts: 3);
        await using var first = new RunningNode(coordinator.Address);
        await using var second = new RunningNode(coordinator.Address);
        var gate = new Gate("Deliver", 2);
        await using (var leaving = new RunningNode(coordinator.Address, 1, gate.Handler))
        {
            await gate.Reached;
        }

        Assert.Equal(Subjects.Reference(algorithm), await coordinator.EndAsync());
    }

    [Fact]
    public async Task A_host_may_join_late_and_takes_its_share()
    {
        using var folder = new TemporaryFolder();
        using var reference = new TemporaryFolder();
        var experiment = Subjects.Of(Mgs) with { Rounds = 100 };
        await using var coordinator = await RunningCoordinator.StartAsync(experiment, folder.Path);
        await using var early = new RunningNode(coordinator.Address);
        var delivered = new Gate("Deliver", 1);
        await using var late = new RunningNode(coordinator.Address, 1, delivered.Handler);
        await delivered.Reached;
        delivered.Open();

        Assert.Equal(
            Runs.Execute(experiment, reference.Path, resume: false, transport: null, CancellationToken.None).Summary!.ModelSha256,
            await coordinator.EndAsync());
    }

    [Theory]
    [InlineData(Mgs)]
    [InlineData("choco")]
    public async Task Hosts_wait_for_a_coordinator_that_is_started_again(string algorithm)
    {
        using var folder = new TemporaryFolder();
        var gate = new Gate("Deliver", 3);
        var first = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path, hosts: 2);
        await using var one = new RunningNode(first.Address, 1, gate.Handler);
        await using var other = new RunningNode(first.Address, 1, gate.Handler);
        await gate.Reached;
        await first.StopAsync();
        gate.Open();

        await using var second = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path, first.Address, resume: true, hosts: 2);

        Assert.Equal(Subjects.Reference(algorithm), await second.EndAsync());
    }

    [Fact]
    public async Task Calls_that_fail_and_links_that_break_change_nothing()
    {
        using var folder = new TemporaryFolder();
        var counts = new FaultCounts();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of(Mgs), folder.Path, leaseSeconds: 2, hosts: 3);
        var crowd = Enumerable.Range(0, 3).Select(number => new RunningNode(
            coordinator.Address,
            1,
            () => new FaultyHandler((ulong)number, Share, counts),
            change: options => options with { Peers = new PeerOptions { Handler = _ => new FaultyHandler(10 + (ulong)number, Share, counts) } })).ToArray();

        Assert.Equal(Subjects.Reference(Mgs), await coordinator.EndAsync());
        Assert.True(counts.Failed + counts.Lost + counts.Broken > 0, "Nothing went wrong.");
        foreach (var node in crowd)
        {
            await node.DisposeAsync();
        }
    }
}
