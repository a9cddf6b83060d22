using System.CommandLine;
using Federated.Learning.Runs;

namespace Federated.Simulator.Commands;

/// <summary><c>fed version</c></summary>
internal static class VersionCommand
{
    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new Command("version", "Show the versions of the program and of what it computes with");
        command.SetAction(parsed => Guard.Run(parsed, _ => Run()));
        return command;
    }

    private static int Run()
    {
        foreach (var (name, version) in RunVersions.Current)
        {
            Console.WriteLine($"{name,-12} {version}");
        }

        return ExitCode.Done;
    }
}
