using System.CommandLine;
using Federated.Learning;
using Federated.Protocol;

namespace Federated.Simulator.Commands;

/// <summary>A token that a user gives: on the command line, where others on the machine see it, in a file, or in the environment.</summary>
internal static class TokenChoice
{
    /// <summary>The variable of the environment.</summary>
    public const string Variable = "FED_TOKEN";

    /// <summary>The token itself.</summary>
    public static Option<string?> Text { get; } = new("--token")
    {
        Description = $"the token; others on this machine can see it in the list of processes, unlike in --token-file or the variable {Variable}",
        HelpName = "TEXT",
    };

    /// <summary>Where it is.</summary>
    public static Option<string?> File { get; } = new("--token-file") { Description = "a file with the token, that only its owner can read", HelpName = "FILE" };

    /// <summary>Finds it.</summary>
    /// <returns>null if none was given</returns>
    /// <exception cref="InputException">there are two, or a file cannot be read</exception>
    public static string? Read(ParseResult parsed)
    {
        if (Given(parsed) is { } given)
        {
            return given;
        }

        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } token ? token : null;
    }

    /// <summary>What the command line says, the environment left out.</summary>
    public static string? Given(ParseResult parsed)
    {
        var (text, file) = (parsed.GetValue(Text), parsed.GetValue(File));
        if (text is not null && file is not null)
        {
            throw new InputException("--token and --token-file exclude each other; expected one of them");
        }

        return file is null ? text : ReadFile("--token-file", file);
    }

    /// <summary>Reads a token from a file; says so if others can do that too.</summary>
    /// <param name="option">for messages</param>
    /// <param name="path">the file</param>
    public static string ReadFile(string option, string path)
    {
        if (!System.IO.File.Exists(path))
        {
            throw new InputException($"{option}: {path} does not exist; expected a file with a token");
        }

        var token = System.IO.File.ReadAllText(path).Trim();
        if (token.Length == 0 || token.Any(char.IsControl))
        {
            throw new InputException($"{option}: {path} holds no token; expected one line of text");
        }

        if (SecretFile.IsReadableByOthers(path))
        {
            Console.Error.WriteLine($"fed: warning: others on this machine can read the token in {path}; 'chmod 600 {path}' keeps it from them");
        }

        return token;
    }
}
