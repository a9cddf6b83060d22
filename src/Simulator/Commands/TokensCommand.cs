using System.CommandLine;
using Federated.Coordinator.Admission;

namespace Federated.Simulator.Commands;

/// <summary><c>fed tokens FILE</c></summary>
internal static class TokensCommand
{
    private const int Most = 100_000;

    private static readonly Argument<string> _file = new("FILE") { Description = "the coordinator's file: SHA-256 of tokens, none of the tokens themselves" };
    private static readonly Option<string?> _count = new("--count") { Description = "how many [default: 1]", HelpName = "N" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "tokens",
            "Make tokens that each let one node in, for 'fed serve --enrolment FILE'; they are printed once and kept nowhere",
            "fed tokens enrolment.txt --count 20 > for-the-nodes.txt")
        { _file, _count };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var count = (int)Asked.Whole("--count", parsed.GetValue(_count), 1, 1, Most);
        foreach (var token in EnrolmentFile.Add(parsed.GetValue(_file)!, count))
        {
            Console.WriteLine(token);
        }

        return ExitCode.Done;
    }
}
