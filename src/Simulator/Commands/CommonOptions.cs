using System.CommandLine;

namespace Federated.Simulator.Commands;

/// <summary>Options that several commands know.</summary>
internal static class CommonOptions
{
    /// <summary>Whether stack traces are shown.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "show stack traces of errors",
        Recursive = true,
    };

    /// <summary>The folder of a run.</summary>
    public static Option<string?> Out { get; } = new("--out", "-o")
    {
        Description = "folder for the files of the run; several experiments get subfolders [default: runs/<name>-<time>, or runs/comparison-<time>]",
        HelpName = "DIR",
    };

    /// <summary>Folder with certificates.</summary>
    public static Option<string?> Certificates { get; } = new("--certificates")
    {
        Description = "folder with ca.crt, NAME.crt and NAME.key that 'fed certs' made: both sides prove who they are",
        HelpName = "DIR",
    };

    /// <summary>Whether a run is continued.</summary>
    public static Option<bool> Resume { get; } = new("--resume")
    {
        Description = "go on from the checkpoint in --out, or begin if there is none",
    };
}
