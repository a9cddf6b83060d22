using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Learning.Tests.Experiments;

public class SharedSeedValidatorTests
{
    private const string Base =
        """
        algorithm: {name: one-byte}
        rounds: 100
        partition: {kind: iid, clients: 4}
        local: {learning_rate: 0.01, learning_rate_decay: 1, weight_decay: 0}

        """;

    [Fact]
    public void Arrivals_departures_absences_and_faults_are_accepted()
    {
        var experiment = ExperimentFile.Parse(
            Base + "membership: {join: [{machine: 3, round: 50}], leave: [{machine: 0, round: 60}], absent: [{machine: 1, from: 2, to: 9}], faults: [{machine: 2, round: 7, kind: lost_round}]}",
            "run.yaml",
            []);
        Assert.Equal((3, 60, 9), (experiment.Membership!.Join[0].Machine, experiment.Membership.Leave[0].Round, experiment.Membership.Absent[0].To));
    }

    [Theory]
    [InlineData("membership={join: [{machine: 4, round: 5}]}", "membership.join[0].machine: 4 is not accepted; expected a machine in [0, 4)")]
    [InlineData("membership={leave: [{machine: 1, round: 101}]}", "membership.leave[0]: round 101 is not accepted; expected one of the run's 100")]
    [InlineData("membership={absent: [{machine: 1, from: 9, to: 8}]}", "membership.absent[0].to: 8 is not accepted; expected a round from 9 on")]
    [InlineData("membership={join: [{machine: 1, round: 5}, {machine: 1, round: 6}]}", "membership.join[1].machine: machine 1 joins twice")]
    [InlineData("membership={join: [{machine: 1, round: 5}], leave: [{machine: 1, round: 4}]}", "membership.leave[0].round: machine 1 leaves before it joins")]
    [InlineData("local.weight_decay=100", "local.weight_decay: 100 with local.learning_rate 0.01 leaves nothing of the weights; expected a product below 1")]
    [InlineData("local.learning_rate=1e-28", "local.learning_rate: the last round's step size is")]
    [InlineData("local.learning_rate=1e45", "local.learning_rate: 1E+45 is not accepted; expected a step size that float32 holds")]
    [InlineData("algorithm={name: one-byte, code: sign, rounding: stochastic}", "algorithm.rounding: stochastic is only accepted with code: byte")]
    [InlineData("algorithm={name: one-byte, update: accumulated, warmup: 3}", "algorithm.update: accumulated needs a constant learning rate")]
    [InlineData("algorithm={name: zo-adamu, anneal_from: 9, anneal_to: 9}", "algorithm.anneal_to: 9 is not accepted; expected more than anneal_from, 9")]
    public void What_does_not_fit_is_refused(string set, string message)
    {
        var error = Assert.Throws<InputException>(() => ExperimentFile.Parse(Base, "run.yaml", [set]));
        Assert.Contains(message.Split(": ", 2)[1], error.Message, StringComparison.Ordinal);
        Assert.Contains(message.Split(": ", 2)[0].Split('[')[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weight_decay_is_refused_when_rounds_may_come_in_any_order()
    {
        var error = Assert.Throws<InputException>(() => ExperimentFile.Parse(Base, "run.yaml", ["algorithm.update=accumulated", "local.weight_decay=0.1"]));
        Assert.Contains("not accepted with update: accumulated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_families_have_no_membership()
    {
        var error = Assert.Throws<InputException>(() => ExperimentFile.Parse(Base, "run.yaml", ["algorithm=fedavg", "membership={}"]));
        Assert.Contains("only accepted with algorithms of the shared-seed family, not with fedavg", error.Message, StringComparison.Ordinal);
    }
}
