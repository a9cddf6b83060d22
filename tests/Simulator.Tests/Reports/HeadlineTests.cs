using Federated.Simulator.Reports;
using Xunit;

namespace Federated.Simulator.Tests.Reports;

public sealed class HeadlineTests
{
    [Fact]
    public void A_lead_is_told_with_how_much_sooner_it_came() => Assert.Equal(
        "FedSpeed reached 84.1 % test accuracy in 4 rounds; FedAvg 80.0 % in 5 rounds. "
        + "FedSpeed got to FedAvg's best in 2 rounds instead of 5 (2.5\u00d7 fewer).",
        Write(Runs.Of("fedavg", 1, 0.4, 0.5, 0.6, 0.7, 0.8), Runs.Of("fedspeed", 1, 0.6, 0.8, 0.82, 0.841, 0.84)));

    [Fact]
    public void A_higher_best_that_came_later_is_not_called_faster() => Assert.Equal(
        "FedSpeed reached 84.0 % test accuracy in 3 rounds; FedAvg 80.0 % in 2 rounds. "
        + "It was no faster: FedSpeed took 3 rounds to FedAvg's best, FedAvg 2 rounds.",
        Write(Runs.Of("fedavg", 1, 0.4, 0.8, 0.8), Runs.Of("fedspeed", 1, 0.2, 0.3, 0.84)));

    [Fact]
    public void Equal_accuracies_are_no_lead() =>
        Assert.EndsWith("Neither leads.", Write(Runs.Of("fedavg", 1, 0.4, 0.8), Runs.Of("fedspeed", 1, 0.5, 0.8)), StringComparison.Ordinal);

    [Fact]
    public void A_small_gap_of_single_seeds_may_be_chance() => Assert.EndsWith(
        "may be chance.", Write(Runs.Of("fedavg", 1, 0.4, 0.8), Runs.Of("fedspeed", 1, 0.5, 0.805)), StringComparison.Ordinal);

    [Fact]
    public void A_gap_within_the_spread_over_seeds_is_said_to_be_so()
    {
        var text = Write(
            Runs.Of("fedavg", 1, 0.4, 0.78), Runs.Of("fedavg", 2, 0.4, 0.82), Runs.Of("fedspeed", 1, 0.4, 0.81), Runs.Of("fedspeed", 2, 0.4, 0.81));

        Assert.Contains("FedAvg 80.0 % in 2 rounds (means of 2 seeds)", text, StringComparison.Ordinal);
        Assert.EndsWith("no larger than the spread over seeds.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_different_lengths_are_said_to_be_so() => Assert.EndsWith(
        "(3 and 2).", Write(Runs.Of("fedavg", 1, 0.4, 0.7), Runs.Of("fedspeed", 1, 0.5, 0.8, 0.9)), StringComparison.Ordinal);

    [Fact]
    public void FedAvg_is_the_rival_even_when_others_came_closer() => Assert.Contains(
        "FedAvg 70.0 %",
        Write(Runs.Of("fedavg", 1, 0.7), Runs.Of("fedprox", 1, 0.75), Runs.Of("fedspeed", 1, 0.8)),
        StringComparison.Ordinal);

    [Fact]
    public void One_run_alone_is_compared_with_nothing() => Assert.Equal(
        "FedAvg reached 70.0 % test accuracy in round 2 of 3.", Write(Runs.Of("fedavg", 1, 0.4, 0.7, 0.6)));

    [Fact]
    public void Without_accuracies_losses_are_compared() => Assert.Equal(
        "FedSpeed got down to a loss of 0.3333 in 3 rounds; FedAvg 0.5 in 2 rounds.",
        Write(Runs.Of("fedavg", 1, null, null), Runs.Of("fedspeed", 1, null, null, null)));

    [Fact]
    public void Runs_without_rounds_are_no_error() =>
        Assert.Equal("No run has measured an accuracy or a loss yet.", Write(Runs.Of("fedavg", 1)));

    private static string Write(params RunRecord[] runs) => Headline.Write(Runs.Grouped(runs));
}
