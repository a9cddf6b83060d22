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
    private static readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "show stack traces" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new Command("report", "Compare runs in one page: accuracy over rounds, bytes and seconds") { _folders, _out, _verbose };
        command.SetAction(parsed => Guard.Run(parsed.GetValue(_verbose), () => Run(parsed)));
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
