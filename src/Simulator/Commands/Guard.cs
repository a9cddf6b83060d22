using Federated.Learning;
using Federated.Learning.Rounds;

namespace Federated.Simulator.Commands;

/// <summary>Turns exceptions into one line and an exit code.</summary>
internal static class Guard
{
    /// <summary>Runs a command.</summary>
    /// <param name="verbose">whether stack traces are shown</param>
    /// <param name="command">returns an exit code</param>
    public static int Run(bool verbose, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last frame before the user: whatever happened becomes a line they can read.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Report(error, verbose);
        }
    }

    private static int Report(Exception error, bool verbose)
    {
        var (text, code) = error switch
        {
            InputException => (error.Message, ExitCode.Refused),
            RunFailedException => (error.Message, ExitCode.Failed),
            IOException or UnauthorizedAccessException => ($"a file could not be read or written: {error.Message}", ExitCode.Refused),
            OutOfMemoryException => ("there is not enough memory; a smaller model, cohort or checkpoint.client_state_memory needs less", ExitCode.Failed),
            _ => ($"internal error: {FirstLine(error.Message)} (--verbose shows where)", ExitCode.Failed),
        };
        Console.Error.WriteLine($"fed: {text}");
        if (verbose)
        {
            Console.Error.WriteLine(error);
        }

        return code;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}
