using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>What was computed is not computed again, whoever dies before it was acknowledged.</summary>
public sealed class StateTests
{
    [Theory]
    [InlineData("fedspeed")]
    [InlineData("scaffold")]
    public async Task A_node_that_died_before_it_could_submit_submits_without_computing_again(string algorithm)
    {
        using var folder = new TemporaryFolder();
        using var state = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path);
        var gate = new Gate("Submit", Subjects.PiecesInARound(algorithm) + 1);
        await using (new RunningNode(coordinator.Address, 1, gate.Handler, change: options => options with { StateFolder = state.Path }))
        {
            await gate.Reached;
        }

        var calls = new CallLog();
        await using var again = new RunningNode(coordinator.Address, 1, calls.Handler, change: options => options with { StateFolder = state.Path });
        Assert.Equal(Subjects.Reference(algorithm), await coordinator.EndAsync());
        await again.Work.WaitAsync(TimeSpan.FromSeconds(30));

        // Who fetches nothing has not trained.
        Assert.Equal("Submit", calls.Calls.First(call => call is "Submit" or "Fetch"));
        Assert.Contains("Fetch", calls.Calls);
        Assert.Empty(Directory.GetFiles(state.Path, "*.result", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Without_a_folder_it_computes_again()
    {
        using var folder = new TemporaryFolder();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of("fedspeed"), folder.Path);
        var gate = new Gate("Submit", 0);
        await using (new RunningNode(coordinator.Address, 1, gate.Handler))
        {
            await gate.Reached;
        }

        var calls = new CallLog();
        await using var again = new RunningNode(coordinator.Address, 1, calls.Handler);
        Assert.Equal(Subjects.Reference("fedspeed"), await coordinator.EndAsync());

        Assert.Equal("Fetch", calls.Calls.First(call => call is "Submit" or "Fetch"));
    }

    [Fact]
    public async Task What_was_delivered_before_a_coordinator_died_is_not_asked_for_again()
    {
        using var folder = new TemporaryFolder();
        var gate = new Gate("Submit", Subjects.PiecesInARound("scaffold") + 2);
        var first = await RunningCoordinator.StartAsync(Subjects.Of("scaffold"), folder.Path);
        await using (new RunningNode(first.Address, 1, gate.Handler, change: options => options with { Name = "before" }))
        {
            await gate.Reached;
            await first.StopAsync();
        }

        var before = Delivery.Of(folder.Path);
        var calls = new CallLog();
        await using var second = await RunningCoordinator.StartAsync(Subjects.Of("scaffold"), folder.Path, first.Address, resume: true);
        await using var node = new RunningNode(second.Address, 1, calls.Handler, change: options => options with { Name = "after" });
        Assert.Equal(Subjects.Reference("scaffold"), await second.EndAsync());

        // Of the second round two clients were done; the first is in no checkpoint yet, and in the journal.
        Assert.Equal(Subjects.PiecesInARound("scaffold") + 2, before.Count);
        Assert.Equal(before, Delivery.Of(folder.Path).Where(delivery => delivery.Node == "before"));
        Assert.Equal((4 * Subjects.PiecesInARound("scaffold")) - before.Count, calls.Calls.Count(call => call == "Submit"));
    }
}
