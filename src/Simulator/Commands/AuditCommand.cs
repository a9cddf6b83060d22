using System.CommandLine;
using System.Text.Json;
using Federated.Attacks.Audit;
using Federated.Learning;
using Federated.Learning.Native;
using Federated.Simulator.Progress;
using Federated.Simulator.Reports.Audit;

namespace Federated.Simulator.Commands;

/// <summary><c>fed audit DIR</c></summary>
internal static class AuditCommand
{
    private static readonly Argument<string> _run = new("DIR") { Description = "folder of a run that was recorded: fed run FILE --record" };
    private static readonly Option<string?> _suite = new("--suite") { Description = "quick or full: how much is tried [default: quick]", HelpName = "SUITE" };
    private static readonly Option<string?> _rounds = new("--rounds") { Description = "recorded rounds to attack, for example 1,5,20 [default: the suite chooses]", HelpName = "N,N,..." };
    private static readonly Option<string?> _minutes = new("--minutes") { Description = "time for all of it; what does not fit is named in the report [default: 10]", HelpName = "N" };
    private static readonly Option<string?> _out = new("--out", "-o") { Description = "folder for audit.html and audit.json [default: audit in DIR]", HelpName = "DIR" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "audit",
            "Attack what a run exchanged, with and without defences, and write one report",
            "fed run examples/audit-fedspeed.yaml --out runs/shops",
            "fed audit runs/shops",
            "fed audit runs/shops --suite full --rounds 1,10 --minutes 30 --out reports/shops")
        {
            _run, _suite, _rounds, _minutes, AttackChoice.Seed, RunOptions.Workers, _out, RunOptions.Quiet, RunOptions.Json,
        };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var style = RunOptions.Style(parsed);
        var folder = parsed.GetValue(_run)!;
        var output = parsed.GetValue(_out) ?? Path.Combine(folder, "audit");
        var options = new AuditOptions
        {
            Suite = AdversaryText.Suite(parsed.GetValue(_suite)),
            Rounds = parsed.GetValue(_rounds) is { } text ? [.. text.Split(',').Select(round => (int)Asked.Whole("--rounds", round.Trim(), null, 1, int.MaxValue))] : null,
            Budget = TimeSpan.FromMinutes(Asked.Real("--minutes", parsed.GetValue(_minutes), 10, minutes => minutes is > 0 and <= 10_000, "minutes in (0, 10000]")),
            Workers = RunOptions.WorkerCount(parsed),
            Seed = (ulong)Asked.Whole("--seed", parsed.GetValue(AttackChoice.Seed), 1, 0, long.MaxValue),
            Data = DataPlaces.Current(),
            Command = $"fed {string.Join(' ', parsed.Tokens.Select(token => token.Value))}",
        };
        NativeRuntime.Configure();
        var run = new AuditRun(folder, options, TimeProvider.System);
        Announce(style, run);
        using var interruption = new Interruption();
        var audit = AuditProgressView.Show(style, progress => run.Execute(progress, interruption.Token));
        Write(audit, output);
        Conclude(style, audit, output);
        return interruption.Token.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static void Announce(ProgressStyle style, AuditRun run)
    {
        foreach (var forecast in run.Forecasts)
        {
            if (style == ProgressStyle.Json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { Event = "forecast", forecast.Attack, forecast.Round, forecast.Client, forecast.Outlook, forecast.Reason }, AuditJson.Line));
            }
            else if (style == ProgressStyle.Auto && forecast.Outlook != Outlook.Open)
            {
                Console.WriteLine($"{forecast.Attack}, round {forecast.Round}, {SenderText.Of(forecast.Client)}: {forecast.Outlook.ToString().ToLowerInvariant()}, {forecast.Reason}");
            }
        }
    }

    private static void Write(AuditFile audit, string output)
    {
        AuditPage.Write(audit, Path.Combine(output, AuditPage.Name));
        try
        {
            audit.Write(Path.Combine(output, AuditFile.Name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{output}: cannot be written ({error.Message}); expected a folder that can be", error);
        }
    }

    private static void Conclude(ProgressStyle style, AuditFile audit, string output)
    {
        if (style == ProgressStyle.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { Event = "ended", Directory = output, audit.Summary, audit.LeftOut, audit.Method.Seconds }, AuditJson.Line));
        }
        else if (style == ProgressStyle.Auto)
        {
            foreach (var sentence in audit.Summary)
            {
                Console.WriteLine($"* {sentence}");
            }

            foreach (var reason in audit.LeftOut)
            {
                Console.WriteLine($"left out: {reason}");
            }

            Console.WriteLine($"report: {Path.Combine(output, AuditPage.Name)}");
        }
    }
}
