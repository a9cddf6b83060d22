using System.CommandLine;
using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Simulator.Progress;

namespace Federated.Simulator.Commands;

/// <summary><c>fed run FILE ...</c></summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> _files = new("FILE")
    {
        Description = "experiment files; several are run one after the other and compared in one report",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> _out = new("--out", "-o") { Description = "folder for the run's files [default: runs/<name>-<time>]", HelpName = "DIR" };

    private static readonly Option<string[]> _set = new("--set")
    {
        Description = "set a key of the file, for example --set local.learning_rate=0.05",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<ulong?> _seed = new("--seed") { Description = "seed of all random streams", HelpName = "N" };
    private static readonly Option<int?> _workers = new("--workers") { Description = "worker threads [default: one per core]; the result does not depend on it", HelpName = "N" };
    private static readonly Option<bool> _resume = new("--resume") { Description = "go on from the checkpoint in --out; without FILE, with the experiment that lies there" };
    private static readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "no progress" };
    private static readonly Option<bool> _json = new("--json") { Description = "progress as one JSON object per line" };
    private static readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "show stack traces" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new Command("run", "Run experiments in this process")
        {
            _files, _out, _set, _seed, _workers, _resume, _quiet, _json, _verbose,
        };
        command.SetAction(parsed => Guard.Run(parsed.GetValue(_verbose), () => Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        if (parsed.GetValue(_quiet) && parsed.GetValue(_json))
        {
            throw new InputException("--quiet and --json exclude each other");
        }

        var style = parsed.GetValue(_quiet) ? ProgressStyle.Quiet : parsed.GetValue(_json) ? ProgressStyle.Json : ProgressStyle.Auto;
        var job = new Job(Workers(parsed.GetValue(_workers)), parsed.GetValue(_resume), style);
        var target = parsed.GetValue(_out);
        return job.Run(Load(parsed, target), target);
    }

    private static List<Experiment> Load(ParseResult parsed, string? target)
    {
        var files = parsed.GetValue(_files) ?? [];
        if (files.Length == 0)
        {
            files = parsed.GetValue(_resume) && target is not null
                ? [Path.Combine(target, "experiment.yaml")]
                : throw new InputException("run: name an experiment file (examples/ has some), or --resume with --out");
        }

        List<string> overrides = [.. parsed.GetValue(_set) ?? []];
        if (parsed.GetValue(_seed) is { } seed)
        {
            overrides.Add($"seed={seed}");
        }

        return [.. files.Select(file => ExperimentFile.Load(file, overrides))];
    }

    private static int Workers(int? asked) => asked switch
    {
        null => Environment.ProcessorCount,
        >= 1 and <= 256 => asked.Value,
        _ => throw new InputException($"--workers: {asked} is not accepted; expected a number from 1 to 256"),
    };
}
