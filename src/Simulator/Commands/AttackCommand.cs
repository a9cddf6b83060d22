using System.CommandLine;
using System.Text.Json;
using Federated.Attacks.Audit;
using Federated.Attacks.Inversion;
using Federated.Attacks.Metrics;
using Federated.Learning.Native;
using Federated.Simulator.Progress;

namespace Federated.Simulator.Commands;

/// <summary><c>fed attack DIR</c></summary>
internal static class AttackCommand
{
    private static readonly Argument<string> _run = new("DIR") { Description = "folder of a run that was recorded: fed run FILE --record" };

    private static readonly Option<string?> _out = new("--out", "-o") { Description = "folder for what comes out [default: attacks/NAME-round-N-client-N in DIR]", HelpName = "DIR" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "attack",
            "Try to get a client's samples out of an update that was recorded",
            "fed run examples/audit-fedspeed.yaml --out runs/ward",
            "fed attack runs/ward --attack sme",
            "fed attack runs/ward --attack ig --round 5 --client 3 --labels known --set attack.iterations=1000",
            "fed attack runs/ward --attack sme --defence top_k:keep=0.1 --adaptive")
        {
            _run, AttackChoice.Attack, AttackChoice.Round, AttackChoice.Client, AttackChoice.Threat, AttackChoice.Labels, AttackChoice.Defence, AttackChoice.Adaptive,
            AttackChoice.Samples, AttackChoice.Set, AttackChoice.Seed, RunOptions.Workers, _out, RunOptions.Quiet, RunOptions.Json,
        };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var style = RunOptions.Style(parsed);
        var attack = AttackChoice.Find(parsed);
        var target = AuditTarget.Open(parsed.GetValue(_run)!);
        var attacked = AttackChoice.Case(parsed, target, attack);
        attacked.Observation.Require(attack.Name, attack.Threat);
        var (defence, attacker) = AttackChoice.Protection(parsed);
        var trial = new Trial { Attack = attack, Options = Settings(parsed, attack), Case = attacked, MostImages = AttackChoice.Images(parsed), Defence = defence, Attacker = attacker };
        Announce(style, trial, InversionForecast.Of(attack, attacked.Observation));

        NativeRuntime.Configure();
        using var interruption = new Interruption();
        var result = AttackView.Show(style, trial.Name, trial.Options.Restarts, progress => trial.Run(new ScoreOptions(), progress, TimeProvider.System, interruption.Token));
        var folder = parsed.GetValue(_out) ?? Path.Combine(target.Transcript.Folder, "attacks", $"{attack.Name}-round-{attacked.Round}-{attacked.Sender.Replace(' ', '-')}");
        TrialFolder.Write(result, folder);
        Show(style, result, folder, target.Experiment.Data.Name);
        return interruption.Token.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static InversionOptions Settings(ParseResult parsed, IInversion attack)
    {
        List<string> overrides = [$"workers={RunOptions.WorkerCount(parsed)}", .. parsed.GetValue(AttackChoice.Set) ?? []];
        if (parsed.GetValue(AttackChoice.Seed) is { } seed)
        {
            overrides.Add($"seed={seed}");
        }

        return InversionSettings.Read(attack, overrides);
    }

    private static void Announce(ProgressStyle style, Trial trial, Forecast forecast)
    {
        var observation = trial.Case.Observation;
        if (style == ProgressStyle.Json)
        {
            var started = new { Event = "started", Attack = AttackTitle.Of(trial.Attack.Name), observation.Threat, trial.Case.Round, trial.Case.Client, observation.Samples, Parameters = observation.Dimension, forecast.Outlook, forecast.Reason };
            Console.WriteLine(JsonSerializer.Serialize(started, AuditJson.Line));
        }
        else if (style == ProgressStyle.Auto)
        {
            Console.WriteLine($"{trial.Name}: threat model {observation.Threat}, {observation.Samples} samples, {observation.Network.Name}");
            Console.WriteLine($"outlook: {forecast.Outlook.ToString().ToLowerInvariant()} ({forecast.Reason})");
        }
    }

    private static void Show(ProgressStyle style, TrialResult result, string folder, string data)
    {
        if (style == ProgressStyle.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { Event = "ended", Directory = folder, result.Row }, AuditJson.Line));
        }
        else if (style == ProgressStyle.Auto)
        {
            ScoreTable.Write(result, data);
            Console.WriteLine($"pictures: {Path.Combine(folder, TrialFolder.Picture)}");
        }
    }
}
