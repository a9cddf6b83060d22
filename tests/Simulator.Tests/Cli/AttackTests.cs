using System.Text.Json;
using Federated.Attacks.Audit;
using Federated.Learning.Parameters;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

[Collection(CommandLineTests.Name)]
public sealed class AttackTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void An_attack_writes_a_picture_tensors_and_figures_and_says_what_it_is_worth()
    {
        Record("algorithm=fedavg");

        var result = Attack("--attack", "sme", "--labels", "known", "--set", "attack.iterations=20", "--seed", "7");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.All(["SME, round 1, client", "threat model B", "outlook: ", "iteration 20 of 20", "PSNR", " dB", "labels right 100 %", "pictures: "], text => Assert.Contains(text, result.Output, StringComparison.Ordinal));
        var folder = Assert.Single(Directory.GetDirectories(_place["out/attacks"], "sme-round-1-client-*"));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Path.Combine(folder, TrialFolder.Picture))[..4]);
        var made = SafetensorsFile.Read(Path.Combine(folder, TrialFolder.Tensors));
        Assert.Equal(4 * 36, made.ToSingles("images").Length);
        Assert.All(made.ToSingles("images"), pixel => Assert.InRange(pixel, 0f, 1f));
        using var figures = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, TrialFolder.Figures)));
        var row = figures.RootElement.GetProperty("result");
        Assert.Equal(("SME", "B", "known"), (row.GetProperty("attack").GetString(), row.GetProperty("threat").GetString(), row.GetProperty("labels").GetString()));
        Assert.Equal(4, figures.RootElement.GetProperty("images").GetArrayLength());
        Assert.Equal(7, figures.RootElement.GetProperty("settings").GetProperty("seed").GetInt32());
    }

    [Fact]
    public void The_same_command_makes_the_same_images()
    {
        Record("algorithm=fedavg");
        byte[] Tensors(string folder, string workers)
        {
            Assert.Equal(0, Attack("--attack", "ig", "--labels", "known", "--set", "attack.iterations=10", "--set", "attack.restarts=3", "--workers", workers, "--out", _place[folder], "--quiet").Code);
            return File.ReadAllBytes(Path.Combine(_place[folder], TrialFolder.Tensors));
        }

        Assert.Equal(Tensors("one", "1"), Tensors("two", "2"));
    }

    [Fact]
    public void Fewer_images_than_samples_stand_for_all_of_them()
    {
        Record("algorithm=fedavg");

        var result = Attack("--attack", "sme", "--labels", "known", "--set", "attack.iterations=5", "--samples", "2");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("note: 2 dummy images stand for 4 samples; their mean image", result.Output, StringComparison.Ordinal);
        Assert.Contains("--samples: 0 is not accepted", Attack("--attack", "sme", "--labels", "known", "--samples", "0").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Secure_aggregation_leaves_the_sum_to_attack()
    {
        Record("algorithm=fedavg", "privacy={defences: [secure_aggregation]}", "cohort={kind: fixed, count: 2}");

        var result = Attack("--attack", "sme", "--labels", "known", "--set", "attack.iterations=5");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("SME, round 1, sum of the cohort", result.Output, StringComparison.Ordinal);
        Assert.Contains("8 samples", result.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(_place["out/attacks"], "sme-round-1-sum-of-the-cohort"));
        Assert.Contains("--client: secure aggregation", Attack("--attack", "sme", "--client", "1").Error, StringComparison.Ordinal);
        Assert.Contains("dlfa: simulates how one client trained, and this is the sum of 2 clients' updates", Attack("--attack", "dlfa").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_samples_there_are_pictures_and_no_scores()
    {
        _place.RecordSmall(["truth=false"], "algorithm=fedavg");

        var result = Attack("--attack", "ig", "--set", "attack.labels=bias_corrected", "--set", "attack.iterations=5");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("made 4 images", result.Output, StringComparison.Ordinal);
        Assert.Contains("no scores", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PSNR", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_defence_is_done_first_and_may_be_known()
    {
        Record("algorithm=fedavg");

        var result = Attack("--attack", "sme", "--labels", "known", "--set", "iterations=5", "--defence", "top_k:keep=0.1", "--adaptive", "--json");

        Assert.Equal((0, ""), (result.Code, result.Error));
        var events = result.OutputLines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["started", "progress", "ended"], events.Select(each => each.GetProperty("event").GetString()).Distinct());
        var row = events[^1].GetProperty("row");
        Assert.Equal(("top_k", "adaptive", "compares only what is left"), (row.GetProperty("defence").GetString(), row.GetProperty("attacker").GetString(), row.GetProperty("note").GetString()));
    }

    [Theory]
    [InlineData("--attack: required but missing; expected one of", "dlg, idlg")]
    [InlineData("'guess' is not the name of an attack; expected one of", "sme", "--attack", "guess")]
    [InlineData("needs an adversary of threat model B, but this one has only A", "--threat B", "--attack", "sme", "--threat", "A", "--labels", "known")]
    [InlineData("--threat: Z is not accepted", "A to H", "--attack", "sme", "--threat", "Z")]
    [InlineData("--labels: some is not accepted", "known or recovered", "--attack", "sme", "--labels", "some")]
    [InlineData("cannot be read from several steps", "known labels", "--attack", "sme")]
    [InlineData("no update of client", "expected", "--attack", "sme", "--client", "99")]
    [InlineData("round 3 was recorded", "expected", "--attack", "sme", "--round", "3", "--client", "1")]
    [InlineData("unknown key", "iterations", "--attack", "sme", "--labels", "known", "--set", "attack.iteration=5")]
    [InlineData("magic is not known", "top_k", "--attack", "sme", "--labels", "known", "--defence", "magic")]
    [InlineData("'std' is no key=value", "noise:std=0.1", "--attack", "sme", "--labels", "known", "--defence", "noise:std")]
    [InlineData("--adaptive: there is no defence to adapt to", "--defence", "--attack", "sme", "--labels", "known", "--adaptive")]
    [InlineData("a defence removed it", "another attack", "--attack", "analytic", "--labels", "known", "--defence", "top_k:keep=0.0001")]
    [InlineData("cannot be done to an update that is recorded already", "privacy.defences", "--attack", "sme", "--labels", "known", "--defence", "secure_aggregation")]
    public void What_does_not_go_is_refused_with_the_reason(string reason, string expected, params string[] words)
    {
        _place.RecordSmall(["rounds=1"], "algorithm=fedavg");

        var result = Attack(words);

        Assert.Equal((2, ""), (result.Code, string.Concat(result.OutputLines.Where(line => line.StartsWith("PSNR", StringComparison.Ordinal)))));
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_not_recorded_or_of_another_model_is_refused()
    {
        Assert.Equal(0, _place.RunSmall("--quiet").Code);
        Assert.Contains("was not recorded; expected one that ran with --record", Refused("--attack", "sme"), StringComparison.Ordinal);

        Directory.Delete(_place.Out, recursive: true);
        Record("algorithm=fedavg");
        var path = Path.Combine(_place.Out, "experiment.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("logistic", "2nn", StringComparison.Ordinal));
        Assert.Contains("the transcript of another experiment", Refused("--attack", "sme"), StringComparison.Ordinal);

        Assert.Contains("holds no run", Workplace.Fed("attack", _place["none"], "--attack", "sme").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_nobody_wrote_cannot_be_told()
    {
        _place.RecordSmall(["truth=false"], "algorithm=fedavg");

        Assert.Contains("expected --labels recovered, or a run recorded with truth: true", Refused("--attack", "sme", "--labels", "known"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_attack_leaves_the_best_so_far()
    {
        Record("algorithm=fedavg");
        using var attack = FedProcess.Start("attack", _place.Out, "--attack", "sme", "--labels", "known", "--set", "iterations=200000", "--out", _place["attack"]);
        await attack.ReadUntilAsync("iteration");
        attack.Interrupt();

        var result = await attack.EndAsync();

        Assert.Equal((130, ""), (result.Code, result.Error));
        Assert.Contains("note: stopped early: the best so far", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_place["attack"], TrialFolder.Picture)));
    }

    private void Record(params string[] set) => _place.RecordSmall([], set);

    private FedResult Attack(params string[] words) => Workplace.Fed(["attack", _place.Out, .. words]);

    private string Refused(params string[] words)
    {
        var result = Attack(words);
        Assert.Equal(2, result.Code);
        return result.Error;
    }
}
