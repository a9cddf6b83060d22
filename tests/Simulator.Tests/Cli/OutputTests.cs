using System.Text.Json;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

[Collection(CommandLineTests.Name)]
public sealed class OutputTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Redirected_output_is_plain_lines()
    {
        var result = await FedProcess.RunAsync("run", _place.Experiment, "--out", _place.Out);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith("small: SCAFFOLD on synthetic, logistic, 10 clients", result.OutputLines[0], StringComparison.Ordinal);
        Assert.All([1, 2, 3], round => Assert.StartsWith($"round {round}/3  loss ", result.OutputLines[round], StringComparison.Ordinal));
        Assert.Equal($"report: {Path.Combine(_place.Out, "report.html")}", result.OutputLines[^1]);
        Assert.DoesNotContain('\e', result.Output);
        Assert.DoesNotContain('\r', result.Output);
        Assert.All(result.OutputLines[4..^1], line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Json_output_is_an_object_per_line()
    {
        var result = _place.RunSmall("--json");

        Assert.Equal((0, ""), (result.Code, result.Error));
        var events = result.OutputLines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["started", "round", "round", "round", "ended"], events.Select(e => e.GetProperty("event").GetString()));
        Assert.Equal("completed", events[^1].GetProperty("outcome").GetString());
        Assert.Equal(
            Workplace.Summary(_place.Out, "model_sha256"),
            events[^1].GetProperty("summary").GetProperty("model_sha256").GetString());
    }

    [Fact]
    public void Quiet_runs_say_nothing()
    {
        Assert.Equal(new FedResult(0, "", ""), _place.RunSmall("--quiet"));
        Assert.True(File.Exists(Path.Combine(_place.Out, "report.html")));
    }

    [Fact]
    public void A_run_leaves_its_files_and_none_half_written()
    {
        Assert.Equal(0, _place.RunSmall("--set", "output.global_vectors=true").Code);

        string[] expected =
        [
            "checkpoint", "experiment.yaml", "metrics.jsonl", "model.safetensors", "partition.json", "report.html", "run.log", "summary.json", "vectors",
        ];
        Assert.Equal(expected, Directory.GetFileSystemEntries(_place.Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(4, Directory.GetFiles(Path.Combine(_place.Out, "vectors")).Length);
        Assert.Empty(_place.HalfWritten());
    }

    [Fact]
    public void The_experiment_that_a_run_writes_gives_the_same_bits()
    {
        Assert.Equal(0, _place.RunSmall("--seed", "7", "--set", "local.learning_rate=0.05").Code);
        Assert.Equal(0, Workplace.Fed("run", Path.Combine(_place.Out, "experiment.yaml"), "--out", _place["again"], "--workers", "1").Code);

        Assert.Equal(Workplace.Summary(_place.Out, "model_sha256"), Workplace.Summary(_place["again"], "model_sha256"));
        Assert.Equal("7", Workplace.Summary(_place["again"], "seed"));
    }

    [Fact]
    public void Several_files_run_in_subfolders_and_share_a_report()
    {
        var other = _place.Write("other.yaml", File.ReadAllText(_place.Experiment).Replace("small", "other", StringComparison.Ordinal));

        var result = Workplace.Fed("run", _place.Experiment, other, "--out", _place.Out);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(["other", "report.html", "small"], Directory.GetFileSystemEntries(_place.Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var report = File.ReadAllText(Path.Combine(_place.Out, "report.html"));
        Assert.All(new[] { "small", "other" }, name => Assert.Contains($"\"{name}\"", report, StringComparison.Ordinal));
        Assert.Contains(result.OutputLines, line => line.TrimStart().StartsWith("other", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_diverges_fails_with_1_and_names_what_would_help()
    {
        var result = _place.RunSmall("--set", "local.learning_rate=1e300", "--set", "local.clip_norm=.inf");

        Assert.Equal(1, result.Code);
        Assert.Contains("local.learning_rate", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("The run failed", File.ReadAllText(Path.Combine(_place.Out, "run.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_verbose_errors_show_where_they_come_from()
    {
        var short_ = Workplace.Fed("run", _place["missing.yaml"]);
        var long_ = Workplace.Fed("run", _place["missing.yaml"], "--verbose");

        Assert.Equal((2, 2), (short_.Code, long_.Code));
        Assert.Single(short_.ErrorLines);
        Assert.Equal(short_.ErrorLines[0], long_.ErrorLines[0]);
        Assert.Contains("   at Federated.", long_.Error, StringComparison.Ordinal);
    }
}
