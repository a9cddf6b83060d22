using System.Text.Json;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

/// <summary>A run of one byte per gradient, its log, and what can be rebuilt from it.</summary>
[Collection(CommandLineTests.Name)]
public sealed class SpsaTests : IDisposable
{
    private static readonly string[] _oneByte = ["--set", "algorithm=one-byte", "--set", "algorithm.samples=2", "--set", "rounds=70", "--set", "local.learning_rate=0.001"];

    private readonly Workplace _place = new();

    private string Log => Path.Combine(_place.Out, "rounds.log");

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_log_rebuilds_the_model_bit_for_bit()
    {
        Assert.Equal(0, _place.RunSmall(_oneByte).Code);

        var sha = Workplace.Summary(_place.Out, "model_sha256");
        var result = Workplace.Fed("spsa", "replay", _place.Out, "--out", _place["again.safetensors"]);
        Assert.Equal(0, result.Code);
        Assert.Contains($"model_sha256: {sha}", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_place["again.safetensors"]));

        var verified = Workplace.Fed("spsa", "verify", _place.Out);
        Assert.Contains("rounds: 70", verified.Output, StringComparison.Ordinal);
        Assert.Contains("machines: 10", verified.Output, StringComparison.Ordinal);
        Assert.Contains("payload: 1400 bytes, 0 of them without a value", verified.Output, StringComparison.Ordinal);
        Assert.Contains($"model_sha256: {sha}", verified.Output, StringComparison.Ordinal);
        Assert.Equal("shared seed", Workplace.Summary(_place.Out, "family"));
    }

    [Fact]
    public void Workers_and_resuming_do_not_change_a_bit()
    {
        Assert.Equal(0, _place.RunSmall([.. _oneByte, "--workers", "1"]).Code);
        Assert.Equal(0, Workplace.Fed(["run", _place.Experiment, "--out", _place["two"], .. _oneByte, "--workers", "3"]).Code);
        Assert.Equal(0, Workplace.Fed(["run", _place.Experiment, "--out", _place["parts"], .. _oneByte, "--set", "rounds=20"]).Code);
        Assert.Equal(0, Workplace.Fed("run", "--resume", "--out", _place["parts"], "--set", "rounds=70").Code);
        foreach (var other in new[] { "two", "parts" })
        {
            Assert.Equal(Workplace.Summary(_place.Out, "model_sha256"), Workplace.Summary(_place[other], "model_sha256"));
            Assert.Equal(File.ReadAllBytes(Log), File.ReadAllBytes(Path.Combine(_place[other], "rounds.log")));
        }
    }

    /// <summary>The log was further than the checkpoint when the run was killed.</summary>
    [Fact]
    public void A_killed_run_seals_again_what_its_checkpoint_does_not_have()
    {
        Assert.Equal(0, _place.RunSmall(_oneByte).Code);
        var log = File.ReadAllBytes(Log);
        Assert.Equal(0, Workplace.Fed(["run", _place.Experiment, "--out", _place["killed"], .. _oneByte, "--set", "rounds=28"]).Code);
        File.WriteAllBytes(Path.Combine(_place["killed"], "rounds.log"), log[..^7]);
        Assert.Equal(0, Workplace.Fed("run", "--resume", "--out", _place["killed"], "--set", "rounds=70").Code);
        Assert.Equal(log, File.ReadAllBytes(Path.Combine(_place["killed"], "rounds.log")));
        Assert.Equal(Workplace.Summary(_place.Out, "model_sha256"), Workplace.Summary(_place["killed"], "model_sha256"));
    }

    /// <summary>4,000 bytes in all.</summary>
    [Fact]
    public void It_learns()
    {
        Assert.Equal(0, _place.RunSmall([.. _oneByte, "--set", "local.learning_rate=0.05", "--set", "rounds=200"]).Code);
        var losses = File.ReadLines(Path.Combine(_place.Out, "metrics.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("train_loss").GetDouble()).ToArray();
        Assert.True(losses[^20..].Average() < losses[..20].Average() - 0.2, $"{losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Damage_is_refused_and_named()
    {
        Assert.Equal(0, _place.RunSmall(_oneByte).Code);
        var log = File.ReadAllBytes(Log);
        log[log.Length / 2] ^= 4;
        File.WriteAllBytes(Log, log);
        Refused("is damaged", "spsa", "verify", Log);
        Refused("is damaged", "spsa", "replay", _place.Out);
        Refused("is damaged", "run", "--resume", "--out", _place.Out, "--set", "rounds=80");
        Refused("no such file", "spsa", "verify", _place["none.log"]);
        Refused("expected a whole number", "spsa", "replay", _place.Out, "--rounds", "x");
        File.WriteAllText(Log, "not a log");
        Refused("does not begin as one", "spsa", "verify", Log);
    }

    [Fact]
    public void A_log_of_another_run_and_more_rounds_than_there_are_are_refused()
    {
        Assert.Equal(0, _place.RunSmall(_oneByte).Code);
        Refused("ends after 70 rounds; expected at least 71", "spsa", "replay", _place.Out, "--rounds", "71");
        Assert.Equal(0, Workplace.Fed(["run", _place.Experiment, "--out", _place["other"], .. _oneByte, "--seed", "9"]).Code);
        File.Copy(Path.Combine(_place["other"], "rounds.log"), Log, overwrite: true);
        Refused("run key", "spsa", "replay", _place.Out);
        Assert.Equal(0, Workplace.Fed("run", _place.Experiment, "--out", _place["server"]).Code);
        Refused("keeps no log", "spsa", "replay", _place["server"]);
    }

    [Fact]
    public void Sections_of_other_families_are_refused()
    {
        Refused("topology=ring: not accepted with one-byte, whose machines all hear each other", ["run", _place.Experiment, "--out", _place.Out, .. _oneByte, "--set", "topology=ring"]);
    }

    private static void Refused(string reason, params string[] words)
    {
        var result = Workplace.Fed(words);
        Assert.Equal(2, result.Code);
        Assert.Contains(reason, string.Join('\n', result.ErrorLines), StringComparison.Ordinal);
    }
}
