using System.CommandLine;
using Federated.Learning;

namespace Federated.Simulator.Commands;

/// <summary>Connections without TLS: as a matter of course within a machine, on purpose only beyond it.</summary>
internal static class PlainText
{
    /// <summary>On purpose.</summary>
    public static Option<bool> Insecure { get; } = new("--insecure")
    {
        Description = "allow http:// beyond this machine: everybody on the way can read and change models, and read the token",
    };

    /// <summary>Refuses plain text that nobody asked for.</summary>
    /// <param name="parsed">the command line</param>
    /// <param name="address">who listens</param>
    /// <param name="subject">beginning of the message, up to what the address does</param>
    /// <exception cref="InputException">http:// beyond this machine, without --insecure</exception>
    public static void RequireOnPurpose(ParseResult parsed, Uri address, string subject)
    {
        if (address.Scheme == "http" && !address.IsLoopback && !parsed.GetValue(Insecure))
        {
            throw new InputException($"{subject} would send models and the token unencrypted beyond this machine; expected https:// with --certificates, or --insecure in a network that is yours alone");
        }
    }
}
