using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Learning.Tests.Experiments;

/// <summary>The section <c>record</c>, which a lone <c>true</c> or <c>false</c> may stand for.</summary>
public sealed class RecordOptionsTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("record: false", false)]
    [InlineData("record: null", false)]
    [InlineData("record: true", true)]
    [InlineData("record: {}", true)]
    public void A_lone_truth_value_switches_it(string line, bool isOn)
    {
        var record = Parse(line).Record;

        Assert.Equal(isOn, record is not null);
        Assert.True(record is null or { Rounds: null, Clients: null, Truth: true });
    }

    [Fact]
    public void A_mapping_sets_its_keys()
    {
        var record = Parse("record: {rounds: [1, 5], clients: 3, truth: false}").Record!;

        Assert.Equal([1, 5], record.Rounds!);
        Assert.Equal((3, false), (record.Clients!.Value, record.Truth));
        Assert.Equal((true, false), (record.Includes(5), record.Includes(2)));
        Assert.Equal([4, 7, 8], record.Of([4, 7, 8, 9]));
    }

    [Theory]
    [InlineData("record: true")]
    [InlineData("record: false")]
    [InlineData("")]
    public void A_key_that_is_set_switches_it_on(string line) =>
        Assert.Equal(2, Parse(line, "record.clients=2").Record!.Clients);

    [Fact]
    public void An_override_may_switch_it_off() => Assert.Null(Parse("record: {clients: 2}", "record=false").Record);

    [Theory]
    [InlineData("record: yes", "yes is not accepted; expected true, false or a mapping with keys of rounds, clients, truth")]
    [InlineData("record: 'true'", "\"true\" is not accepted; expected true, false or a mapping with keys of rounds, clients, truth")]
    [InlineData("record: [1]", "a list is not accepted; expected true, false or a mapping with keys of rounds, clients, truth")]
    [InlineData("record: {rounds: [0]}", "0 is not accepted; expected a whole number in [1, 10000000]")]
    [InlineData("record: {clients: 0}", "0 is not accepted; expected a whole number in [1, 10000000]")]
    [InlineData("record: {rounds: []}", "names no round; expected at least one in [1, 100], or no such key for all")]
    [InlineData("record: {rounds: [101, 200]}", "101 comes after the last of 100 rounds; expected at least one in [1, 100], or no such key for all")]
    public void What_cannot_be_recorded_is_refused(string line, string reason) =>
        Assert.EndsWith(reason, Assert.Throws<InputException>(() => Parse(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_log_that_keeps_all_rounds_has_none_to_choose()
    {
        var refusal = Assert.Throws<InputException>(() => ExperimentFile.Parse("algorithm: one-byte\nrecord: {rounds: [1]}", "run.yaml", []));

        Assert.Contains("run.yaml:2: record.rounds: not accepted with one-byte, whose log keeps every round anyway; expected record: true", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var experiment = Parse("record: {rounds: [1, 5], clients: 3}");
        using var text = new StringWriter();
        ExperimentFile.Write(experiment, text);

        Assert.True(DeepEqual.Check(experiment, ExperimentFile.Parse($"{text}", "run.yaml", [])));
    }

    [Fact]
    public void Recording_makes_no_other_experiment() =>
        Assert.Equal(ExperimentHash.Of(Parse("")), ExperimentHash.Of(Parse("record: {rounds: [1]}")));

    private static Experiment Parse(string line, params string[] overrides) => ExperimentFile.Parse($"algorithm: fedavg\n{line}\n", "run.yaml", overrides);
}
