using Federated.Simulator.Reports;
using Xunit;

namespace Federated.Simulator.Tests.Reports;

public sealed class RunGroupingTests
{
    [Fact]
    public void Runs_that_differ_only_in_seed_are_one_group_and_groups_are_sorted_best_first()
    {
        var groups = Runs.Grouped(Runs.Of("fedavg", 1, 0.6), Runs.Of("fedspeed", 1, 0.7), Runs.Of("fedavg", 2, 0.64));

        Assert.Equal(["FedSpeed", "FedAvg"], groups.Select(group => group.Label));
        Assert.Equal([1, 2], groups.Select(group => group.Runs.Count));
        Assert.Equal(0.62, groups[1].Best!.Mean, 12);
        Assert.Equal(0.02 * Math.Sqrt(2), groups[1].Best!.Deviation!.Value, 12);
    }

    [Fact]
    public void A_seed_that_reached_its_target_sooner_stays_in_its_group()
    {
        var sooner = Runs.Of("fedavg", 2, 0.7) with { Summary = Runs.Of("fedavg", 2, 0.7).Summary! with { Outcome = "target_reached" } };

        Assert.Equal(2, Runs.Grouped(Runs.Of("fedavg", 1, 0.6, 0.7), sooner).Single().Runs.Count);
    }

    [Fact]
    public void Runs_with_other_settings_are_not_averaged()
    {
        var slow = Runs.Of("fedavg", 1, 0.6);
        var fast = Runs.Of("fedavg", 2, 0.7) with { Experiment = "name: job\nseed: 2\nalgorithm:\n  name: fedavg\nlocal:\n  learning_rate: 0.5\n" };

        var groups = Runs.Grouped(slow, fast);

        Assert.Equal(["FedAvg, fedavg-2", "FedAvg, fedavg-1"], groups.Select(group => group.Label));
    }

    [Fact]
    public void The_same_seed_twice_is_not_two_seeds()
    {
        var groups = Runs.Grouped(Runs.Of("fedavg", 1, 0.6), Runs.Of("fedavg", 1, 0.6), Runs.Of("fedavg", 2, 0.6));

        Assert.All(groups, group => Assert.Single(group.Runs));
        Assert.Equal(3, groups.Select(group => group.Label).Distinct().Count());
    }

    [Fact]
    public void An_interrupted_run_stands_alone_under_its_folder()
    {
        var groups = Runs.Grouped(Runs.Of("fedavg", 1, 0.6), Runs.Of("fedavg", 2, 0.7) with { Summary = null });

        Assert.Equal(["fedavg-2 (interrupted)", "FedAvg"], groups.Select(group => group.Label));
    }

    [Theory]
    [InlineData("fedspeed", "FedSpeed")]
    [InlineData("dfedsam_mgs", "DFedSAM-MGS")]
    [InlineData("d-psgd", "D-PSGD")]
    [InlineData("my-own", "my-own")]
    public void Algorithms_are_spelt_as_in_their_papers(string name, string expected) =>
        Assert.Equal(expected, AlgorithmNames.Display(name));
}
