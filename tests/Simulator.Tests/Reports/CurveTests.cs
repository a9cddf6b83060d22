using Federated.Simulator.Reports;
using Xunit;

namespace Federated.Simulator.Tests.Reports;

public sealed class CurveTests
{
    [Fact]
    public void A_group_is_drawn_as_mean_and_range_over_what_was_spent()
    {
        var group = Runs.Grouped(Runs.Of("fedavg", 1, 0.25, 0.5), Runs.Of("fedavg", 2, 0.75, 0.5)).Single();

        var curve = Curve.Of(group.Runs, round => round.TestAccuracy);

        Assert.Equal([1, 2], curve.Rounds);
        Assert.Equal([0.5, 0.5], curve.Mean);
        Assert.Equal([0.25, 0.5], curve.Least!);
        Assert.Equal([0.75, 0.5], curve.Most!);
        Assert.Equal([400, 800], curve.Bytes);
        Assert.Equal([2, 4], curve.Seconds);
    }

    [Fact]
    public void Rounds_that_one_seed_lacks_are_left_out_of_the_mean()
    {
        var group = Runs.Grouped(Runs.Of("fedavg", 1, 0.25, 0.5, 0.75), Runs.Of("fedavg", 2, 0.75, null, 0.25)).Single();

        Assert.Equal([1, 3], Curve.Of(group.Runs, round => round.TestAccuracy).Rounds);
    }

    [Fact]
    public void A_single_run_has_no_range() =>
        Assert.Null(Curve.Of(Runs.Grouped(Runs.Of("fedavg", 1, 0.5)).Single().Runs, round => round.TestAccuracy).Least);

    [Fact]
    public void What_was_spent_is_unknown_from_the_first_round_that_does_not_say()
    {
        RoundMetrics[] rounds =
        [
            new() { Round = 1, Seconds = 1, BytesUp = 5 },
            new() { Round = 2, BytesUp = 5 },
            new() { Round = 3, Seconds = 1 },
        ];

        var points = TracePoint.Accumulate(rounds);

        Assert.Equal([1, null, null], points.Select(point => point.Seconds));
        Assert.Equal([5, 10, null], points.Select(point => point.Bytes));
    }

    [Fact]
    public void The_cost_of_a_level_is_what_was_spent_when_it_was_first_measured()
    {
        var group = Runs.Grouped(Runs.Of("fedavg", 1, 0.25, null, 0.5, 0.5), Runs.Of("fedavg", 2, 0.25, 0.25, 0.25, 0.25)).Single();

        var cost = group.CostOf(0.5);

        Assert.Equal(1, cost.Reached);
        Assert.Equal(3, cost.Rounds!.Mean);
        Assert.Equal(1200, cost.Bytes!.Mean);
        Assert.Equal(6, cost.Seconds!.Mean);
        Assert.Null(group.CostOf(0.75).Rounds);
    }

    [Theory]
    [InlineData(0.1, 0.851, new[] { 0.5, 0.6, 0.7, 0.8 })]
    [InlineData(0.1, 0.3, new[] { 0.15, 0.2, 0.25, 0.3 })]
    [InlineData(0.8, 0.83, new[] { 0.81, 0.82, 0.83 })]
    [InlineData(0.8, 0.8, new double[0])]
    public void Levels_are_round_numbers_between_the_start_and_the_best(double start, double best, double[] expected) =>
        Assert.Equal(expected, Targets.Choose(Runs.Grouped(Runs.Of("fedavg", 1, start, best))));

    [Fact]
    public void Without_accuracies_there_are_no_levels() =>
        Assert.Empty(Targets.Choose(Runs.Grouped(Runs.Of("fedavg", 1, null, null))));
}
