using Spectre.Console;

namespace Federated.Simulator.Progress;

/// <summary>Where tables and live lines are drawn.</summary>
internal static class Terminal
{
    /// <summary>A console on what is the output stream now; colours and movement only if it is a terminal.</summary>
    public static IAnsiConsole Open() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
}
