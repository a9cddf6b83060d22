using Xunit;

namespace Federated.Equivalence.Tests;

/// <summary>A bad connection costs time, and not a bit of the model.</summary>
public sealed class FaultTests
{
    private const double Share = 0.05;

    public static TheoryData<string> Algorithms => Subjects.Names;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Calls_that_fail_answers_that_get_lost_and_streams_that_break_change_nothing(string algorithm)
    {
        using var folder = new TemporaryFolder();
        var counts = new FaultCounts();
        await using var coordinator = await RunningCoordinator.StartAsync(Subjects.Of(algorithm), folder.Path, leaseSeconds: 2);
        await using var one = new RunningNode(coordinator.Address, 2, () => new FaultyHandler(1, Share, counts));
        await using var other = new RunningNode(coordinator.Address, 2, () => new FaultyHandler(2, Share, counts));

        Assert.Equal(Subjects.Reference(algorithm), await coordinator.EndAsync());
        Assert.True(counts.Failed + counts.Lost + counts.Broken > 0, "Nothing went wrong.");
    }

    [Fact]
    public async Task A_node_that_has_worked_for_long_still_waits_for_its_coordinator()
    {
        using var folder = new TemporaryFolder();
        var time = new SkewedTime();
        var gate = new Gate("Submit", Subjects.PiecesInARound("fedspeed") + 1);
        var first = await RunningCoordinator.StartAsync(Subjects.Of("fedspeed"), folder.Path);
        await using var node = new RunningNode(first.Address, 1, gate.Handler, time);
        await gate.Reached;
        time.Advance(TimeSpan.FromDays(1));
        await first.StopAsync();
        gate.Open();

        await using var second = await RunningCoordinator.StartAsync(Subjects.Of("fedspeed"), folder.Path, first.Address, resume: true);

        Assert.Equal(Subjects.Reference("fedspeed"), await second.EndAsync());
        await node.Work.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
