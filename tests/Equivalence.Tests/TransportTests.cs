using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>However many nodes there are, and whenever they come and go, the model is that of one process.</summary>
public sealed class TransportTests
{
    public static TheoryData<string> Algorithms => Subjects.Names;

    public static TheoryData<string, int, int> Crowds
    {
        get
        {
            var crowds = new TheoryData<string, int, int>();
            foreach (string name in new[] { "fedspeed", "scaffold", "one-byte", "private" })
            {
                crowds.Add(name, 1, 1);
                crowds.Add(name, 2, 2);
                crowds.Add(name, 5, 1);
            }

            return crowds;
        }
    }

    [Theory]
    [MemberData(nameof(Crowds))]
    public async Task Any_number_of_nodes_makes_the_model_of_one_process(string algorithm, int nodes, int slots)
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path);
        var crowd = Enumerable.Range(0, nodes).Select(_ => new RunningNode(coordinator.Address, slots)).ToArray();

        Assert.Equal(Subjects.Reference(algorithm), await coordinator.EndAsync());
        foreach (var node in crowd)
        {
            await node.Work.WaitAsync(TimeSpan.FromSeconds(30));
            await node.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Work_of_a_node_that_goes_away_is_done_by_another(string algorithm)
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path);
        var gate = new Gate("Submit", Subjects.PiecesInARound(algorithm) + 1);
        await using (var leaving = new RunningNode(coordinator.Address, 2, gate.Handler))
        {
            await gate.Reached;
        }

        await using var other = new RunningNode(coordinator.Address);

        Assert.Equal(Subjects.Reference(algorithm), await coordinator.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_node_may_join_late(string algorithm)
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path);
        var gate = new Gate("Submit", (2 * Subjects.PiecesInARound(algorithm)) + 1);
        await using var early = new RunningNode(coordinator.Address, 1, gate.Handler);
        await gate.Reached;

        // It does everything that the other is not at, then both go on.
        var joined = new Gate("Submit", 0);
        await using var late = new RunningNode(coordinator.Address, 1, joined.Handler);
        await joined.Reached;
        joined.Open();
        gate.Open();

        Assert.Equal(Subjects.Reference(algorithm), await coordinator.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task All_nodes_may_leave_and_come_back(string algorithm)
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path);
        for (var stay = 0; stay < 3; stay++)
        {
            var gate = new Gate("Submit", Subjects.PiecesInARound(algorithm) / 2);
            await using var first = new RunningNode(coordinator.Address, 1, gate.Handler);
            await using var second = new RunningNode(coordinator.Address, 1, gate.Handler);
            await gate.Reached;
        }

        await using var last = new RunningNode(coordinator.Address, 2);

        Assert.Equal(Subjects.Reference(algorithm), await coordinator.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Nodes_wait_for_a_coordinator_that_is_started_again(string algorithm)
    {
        using var folder = new TemporaryFolder();
        var gate = new Gate("Submit", Subjects.PiecesInARound(algorithm) + 2);
        var first = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path);
        await using var one = new RunningNode(first.Address, 2, gate.Handler);
        await using var other = new RunningNode(first.Address, 1, gate.Handler);
        await gate.Reached;
        await first.StopAsync();
        gate.Open();

        await using var second = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path, first.Address, resume: true);

        Assert.Equal(Subjects.Reference(algorithm), await second.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Nodes_follow_a_coordinator_back_to_an_older_checkpoint(string algorithm)
    {
        using var folder = new TemporaryFolder();
        using var checkpoint = new TemporaryFolder();
        var gate = new Gate("Submit", (2 * Subjects.PiecesInARound(algorithm)) + 2);
        var first = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path);
        await using var node = new RunningNode(first.Address, 1, gate.Handler);
        await gate.Reached;
        await first.StopAsync();
        gate.Open();

        // As if it had been killed with nothing on disk: all rounds are asked for again.
        await using var second = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), checkpoint.Path, first.Address);

        Assert.Equal(Subjects.Reference(algorithm), await second.EndAsync());
    }
}
