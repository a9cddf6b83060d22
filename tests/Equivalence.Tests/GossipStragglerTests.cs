using System.Text.Json.Nodes;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>With stragglers a host that is lost costs its nodes' part, and nothing else: links count at both ends or at neither.</summary>
public sealed class GossipStragglerTests
{
    private static Experiment Experiment => Subjects.Of("dfedsam-mgs") with
    {
        Rounds = 60,
        Stragglers = new StragglerOptions { Deadline = 2.0 },
        Checkpoint = new CheckpointOptions { Every = 60 },
    };

    [Fact]
    public async Task The_others_go_on_without_a_host_that_is_lost_and_take_it_back()
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Experiment, folder.Path, hosts: 3);
        await using var first = new RunningNode(coordinator.Address);
        await using var second = new RunningNode(coordinator.Address);
        var gate = new Gate("Deliver", 5);
        await using (var leaving = new RunningNode(coordinator.Address, 1, gate.Handler))
        {
            await gate.Reached;
        }

        await using var back = new RunningNode(coordinator.Address);
        await coordinator.EndAsync();

        var rounds = File.ReadLines(Path.Combine(folder.Path, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!).ToArray();
        var present = rounds.Select(round => round["clients"]!.GetValue<int>()).ToArray();
        Assert.Equal(60, rounds.Length);
        Assert.Equal(9, present[0]);
        Assert.Contains(6, present);
        Assert.Equal(9, present[^1]);
        Assert.All(rounds, round => Assert.Equal(0, round["mass_defect"]!.GetValue<int>()));

        // Links that are left do not move the mean. In the round in which it was lost the host had exchanged models and taken its own away with it.
        Assert.All(
            rounds.Where((_, place) => place != Array.IndexOf(present, 6)),
            round => Assert.True(round["mean_drift"]!.GetValue<double>() < 1e-5, $"{round}"));
    }

    [Fact]
    public async Task A_quorum_is_waited_for()
    {
        using var folder = new TemporaryFolder();
        var experiment = Experiment with { Rounds = 4, Stragglers = new StragglerOptions { Deadline = 0.05, Quorum = 9 } };
        await using var coordinator = await RunningCoordinator.StartAsync(experiment, folder.Path, hosts: 2);
        await using var first = new RunningNode(coordinator.Address);
        await using var second = new RunningNode(coordinator.Address);
        await coordinator.EndAsync();

        Assert.All(
            File.ReadLines(Path.Combine(folder.Path, "metrics.jsonl")),
            line => Assert.Equal(9, JsonNode.Parse(line)!["clients"]!.GetValue<int>()));
    }
}
