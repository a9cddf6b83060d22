using System.CommandLine;
using Federated.Learning;
using Federated.Learning.Rounds;
using Federated.Protocol.Certificates;

namespace Federated.Simulator.Commands;

/// <summary>Turns exceptions into one line and an exit code.</summary>
internal static class Guard
{
    /// <summary>Runs a command.</summary>
    /// <param name="parsed">the command line</param>
    /// <param name="command">returns an exit code</param>
    public static int Run(ParseResult parsed, Func<ParseResult, int> command)
    {
        try
        {
            return command(parsed);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last frame before the user: whatever happened becomes a line they can read.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Report(error, parsed.GetValue(CommonOptions.Verbose));
        }
    }

    private static int Report(Exception error, bool verbose)
    {
        var (text, code) = error switch
        {
            InputException or CertificateException => (error.Message, ExitCode.Refused),
            RunFailedException => (error.Message, ExitCode.Failed),
            IOException or UnauthorizedAccessException => ($"a file could not be read or written: {FirstLine(error.Message)}", ExitCode.Refused),
            OutOfMemoryException => ("there is not enough memory; a smaller model, cohort or checkpoint.client_state_memory needs less", ExitCode.Failed),
            _ => ($"internal error: {FirstLine(error.Message)} (--verbose shows where)", ExitCode.Failed),
        };
        foreach (var line in text.Split('\n'))
        {
            Console.Error.WriteLine($"fed: {line.TrimEnd('\r')}");
        }

        if (verbose)
        {
            Console.Error.WriteLine(error);
        }

        return code;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}
