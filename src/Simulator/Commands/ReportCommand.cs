using System.CommandLine;
using Federated.Simulator.Reports;

namespace Federated.Simulator.Commands;

/// <summary><c>fed report DIR ...</c></summary>
internal static class ReportCommand
{
    private static readonly Argument<string[]> _folders = new("DIR")
    {
        Description = "run folders, or folders of run folders",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> _out = new("--out", "-o") { Description = "the page to write [default: report.html in the first DIR]", HelpName = "FILE" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "report",
            "Compare runs in one page: accuracy over rounds, bytes and seconds",
            "fed report runs/fedavg runs/fedspeed --out comparison.html",
            "fed report runs")
        { _folders, _out };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folders = parsed.GetValue(_folders)!;
        var page = parsed.GetValue(_out) ?? Path.Combine(folders[0], "report.html");
        ReportBuilder.Build(folders, page);
        Console.WriteLine(page);
        return ExitCode.Done;
    }
}
