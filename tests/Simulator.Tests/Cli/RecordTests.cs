using Xunit;

namespace Federated.Simulator.Tests.Cli;

public sealed class RecordTests : IDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public void Everything_is_recorded_when_nothing_more_is_said()
    {
        Assert.Equal(0, _place.RunSmall("--record", "--quiet").Code);

        Assert.Equal(["round-000001", "round-000002", "round-000003"], Rounds());
        Assert.Equal(5, Directory.EnumerateFiles(_place["out/transcript/round-000002"]).Count());
        Assert.True(Directory.Exists(_place["out/truth"]));
    }

    [Fact]
    public void Rounds_and_clients_can_be_chosen()
    {
        Assert.Equal(0, _place.RunSmall("--record", "rounds=1,3", "clients=2", "truth=false", "--quiet").Code);

        Assert.Equal(["round-000001", "round-000003"], Rounds());
        Assert.Equal(3, Directory.EnumerateFiles(_place["out/transcript/round-000003"]).Count());
        Assert.False(Directory.Exists(_place["out/truth"]));
    }

    [Fact]
    public void A_file_behind_the_option_is_not_taken_for_a_key()
    {
        var result = Workplace.Fed("run", "--record", _place.Experiment);

        Assert.Equal(2, result.Code);
        Assert.Contains($"--record: {_place.Experiment} is not accepted; expected rounds=1,5, clients=3 or truth=false (an experiment FILE comes before --record)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_value_is_refused_by_its_key()
    {
        var result = _place.RunSmall("--record", "rounds=x");

        Assert.Equal(2, result.Code);
        Assert.Contains("record.rounds", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.Out));
    }

    public void Dispose() => _place.Dispose();

    private string[] Rounds() => [.. Directory.EnumerateDirectories(_place["out/transcript"]).Select(path => Path.GetFileName(path)!).Order()];
}
