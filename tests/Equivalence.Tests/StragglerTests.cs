using System.Text.Json.Nodes;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>A round does not wait for ever when the experiment says so, and counts those who came.</summary>
public sealed class StragglerTests
{
    [Theory]
    [InlineData("fedspeed")]
    [InlineData("scaffold")]
    public async Task A_round_ends_without_who_is_late_once_the_quorum_is_there(string algorithm)
    {
        using var folder = new TemporaryFolder();
        var time = new SkewedTime();
        var experiment = Subjects.Of(algorithm) with { Stragglers = new StragglerOptions { Deadline = 1000.0, Quorum = 3 } };
        await using var coordinator = await RunningCoordinator.StartAsync(experiment, folder.Path, leaseSeconds: 1e6, time: time);
        var gate = new Gate("Submit", 0);
        await using var late = new RunningNode(coordinator.Address, 1, gate.Handler, change: options => options with { Name = "late" });
        await gate.Reached;

        // The other node does three of four, then the first round is over; after that everybody is in time.
        var second = new Gate("Submit", 3);
        await using var prompt = new RunningNode(coordinator.Address, 1, second.Handler, change: options => options with { Name = "prompt" });
        time.Advance(TimeSpan.FromSeconds(1001));
        await second.Reached;
        gate.Open();
        second.Open();
        await coordinator.EndAsync();

        var rounds = File.ReadLines(Path.Combine(folder.Path, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => line["round"]!.GetValue<int>() > 0).ToArray();
        Assert.Equal([3, 4, 4, 4], rounds.Select(round => round["clients"]!.GetValue<int>()));
        Assert.Equal([1, 0, 0, 0], rounds.Select(round => round["dropped"]!.GetValue<int>()));
        Assert.Equal(["prompt", "prompt", "prompt"], Delivery.Of(folder.Path).Where(delivery => delivery.Round == 1).Select(delivery => delivery.Node));
    }
}
