using System.CommandLine;
using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Simulator.Progress;

namespace Federated.Simulator.Commands;

/// <summary>What commands that run experiments have in common.</summary>
internal static class RunOptions
{
    /// <summary>Keys of the file to set.</summary>
    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "set a key of the file, for example --set local.learning_rate=0.05; may be repeated, a later one wins",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The seed.</summary>
    public static Option<string?> Seed { get; } = new("--seed") { Description = "seed of all random streams: short for --set seed=N", HelpName = "N" };

    /// <summary>What of the exchanged messages is written down.</summary>
    public static Option<string[]> Record { get; } = new("--record")
    {
        Description = "write down what is exchanged, for audits: all of it, or of some rounds and clients (rounds=1,5 clients=3 truth=false); short for --set record...",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Threads.</summary>
    public static Option<string?> Workers { get; } = new("--workers") { Description = "worker threads, 1 to 256; they do not change a bit of the result [default: one per core]", HelpName = "N" };

    /// <summary>No progress.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "show nothing but errors" };

    /// <summary>Progress for programs.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "show progress as one JSON object per line" };

    /// <summary>How progress is shown.</summary>
    public static ProgressStyle Style(ParseResult parsed)
    {
        if (parsed.GetValue(Quiet) && parsed.GetValue(Json))
        {
            throw new InputException("--quiet and --json exclude each other; expected one of them");
        }

        return parsed.GetValue(Quiet) ? ProgressStyle.Quiet : parsed.GetValue(Json) ? ProgressStyle.Json : ProgressStyle.Auto;
    }

    /// <summary>Number of threads.</summary>
    public static int WorkerCount(ParseResult parsed) =>
        (int)Asked.Whole("--workers", parsed.GetValue(Workers), Math.Clamp(Environment.ProcessorCount, 1, 256), 1, 256);

    /// <summary>Reads experiment files, with what the command line sets; without files the one of a run to go on with.</summary>
    /// <param name="parsed">the command line</param>
    /// <param name="command">name of the command, for messages</param>
    /// <param name="files">what the user named</param>
    /// <param name="target">folder of the run</param>
    public static List<Experiment> Load(ParseResult parsed, string command, string[] files, string? target)
    {
        // Before files are missed that were taken for its values.
        List<string> overrides = [.. RecordKeys(parsed)];
        if (files.Length == 0)
        {
            files = parsed.GetValue(CommonOptions.Resume) && target is not null
                ? [SavedExperiment(target)]
                : throw new InputException($"{command}: names no experiment; expected a FILE (examples/ has some), or --resume with --out");
        }

        if (files.FirstOrDefault(file => file.StartsWith('-')) is { } option)
        {
            throw new InputException($"{command}: {option} is not known; expected an option that 'fed {command} --help' shows (a file of this name: ./{option})");
        }

        overrides.AddRange(parsed.GetValue(Set) ?? []);
        if (parsed.GetValue(Seed) is { } seed)
        {
            overrides.Add($"seed={seed}");
        }

        return [.. files.Select(file => ExperimentFile.Load(file, overrides))];
    }

    private static IEnumerable<string> RecordKeys(ParseResult parsed)
    {
        if (parsed.GetResult(Record) is null)
        {
            return [];
        }

        return (parsed.GetValue(Record) ?? []).Select(static text => text.Split('=', 2) switch
        {
            ["rounds", var rounds] => $"record.rounds=[{rounds}]",
            ["clients" or "truth", _] => $"record.{text}",
            _ => throw new InputException($"--record: {text} is not accepted; expected rounds=1,5, clients=3 or truth=false (an experiment FILE comes before --record)"),
        }).Prepend("record=true");
    }

    private static string SavedExperiment(string target)
    {
        var path = Path.Combine(target, "experiment.yaml");
        return File.Exists(path)
            ? path
            : throw new InputException($"{target}: holds no experiment.yaml to go on with; expected the folder of a run, or name its experiment FILE too");
    }
}
