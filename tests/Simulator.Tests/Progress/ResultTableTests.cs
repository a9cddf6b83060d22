using Federated.Learning.Runs;
using Federated.Simulator.Progress;
using Spectre.Console;
using Xunit;

namespace Federated.Simulator.Tests.Progress;

public sealed class ResultTableTests
{
    [Theory]
    [InlineData(80, 5, "loss", "steps/s", "seconds", "sha256")]
    [InlineData(80, 12, "loss", "steps/s", "seconds")]
    [InlineData(80, 22, "loss", "seconds")]
    [InlineData(80, 26, "seconds")]
    [InlineData(120, 40, "loss", "steps/s", "seconds", "sha256")]
    public void Figures_make_room_for_names(int width, int length, params string[] last)
    {
        var name = new string('n', length);

        var lines = Lines(name, width);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.Contains(lines, line => line.Contains($" {name} ", StringComparison.Ordinal));
        Assert.Equal(["run", "algorithm", "best", "round", "final", .. last], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_name_that_is_longer_than_the_console_is_broken_and_not_cut()
    {
        var lines = Lines(new string('n', 100), width: 80);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(100, lines[2..].Sum(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0].Length));
        Assert.DoesNotContain(lines, line => line.Contains('…', StringComparison.Ordinal));
    }

    [Fact]
    public void A_privacy_loss_is_shown_where_there_is_one()
    {
        var lines = Lines(120, Perfect("open"), Perfect("private") with { Epsilon = 13.6464609 });

        Assert.Equal(["run", "algorithm", "best", "round", "final", "loss", "epsilon", "steps/s", "seconds", "sha256"], Words(lines[0]));
        Assert.Equal(["-", "13.6"], lines[2..].Select(line => Words(line)[8]));
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static List<string> Lines(string name, int width) => Lines(width, Perfect(name));

    private static List<string> Lines(int width, params RunSummary[] summaries)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        console.Write(ResultTable.Of(summaries, width));
        return [.. output.ToString().Split('\n').Where(line => line.Trim().Length > 0)];
    }

    // The widest figures that are usual.
    private static RunSummary Perfect(string name) => new()
    {
        Name = name,
        Algorithm = "FedAvg",
        Family = "parameter server",
        Transport = "in memory",
        Outcome = "completed",
        Rounds = 100,
        FinalTestAccuracy = 1,
        FinalTestLoss = 0.01,
        BestTestAccuracy = 1,
        BestRound = 90,
        Seconds = 61.5,
        ClientUpdatesPerSecond = 20,
        SgdStepsPerSecond = 1000,
        BytesUp = 1,
        BytesDown = 1,
        Rejected = 0,
        Clients = 100,
        Parameters = 650,
        ModelSha256 = new string('a', 64),
        Seed = 20,
        Workers = 2,
        PeakRssBytes = 1,
        Versions = new Dictionary<string, string>(),
    };
}
