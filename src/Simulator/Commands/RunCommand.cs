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

    private static readonly Option<string[]> _set = new("--set")
    {
        Description = "set a key of the file, for example --set local.learning_rate=0.05; may be repeated, a later one wins",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> _seed = new("--seed") { Description = "seed of all random streams: short for --set seed=N", HelpName = "N" };
    private static readonly Option<string?> _workers = new("--workers") { Description = "worker threads, 1 to 256; they do not change a bit of the result [default: one per core]", HelpName = "N" };
    private static readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "show nothing but errors" };
    private static readonly Option<bool> _json = new("--json") { Description = "show progress as one JSON object per line" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "run",
            "Run experiments in this process, on all cores",
            "fed run examples/logistic-synthetic.yaml",
            "fed run a.yaml --out runs/a --set local.learning_rate=0.05 --seed 7",
            "fed run fedavg.yaml fedspeed.yaml --out runs/both",
            "fed run --resume --out runs/a")
        {
            _files, CommonOptions.Out, _set, _seed, _workers, CommonOptions.Resume, _quiet, _json,
        };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        if (parsed.GetValue(_quiet) && parsed.GetValue(_json))
        {
            throw new InputException("--quiet and --json exclude each other; expected one of them");
        }

        var style = parsed.GetValue(_quiet) ? ProgressStyle.Quiet : parsed.GetValue(_json) ? ProgressStyle.Json : ProgressStyle.Auto;
        var job = new Job((int)Asked.Whole("--workers", parsed.GetValue(_workers), Math.Clamp(Environment.ProcessorCount, 1, 256), 1, 256), parsed.GetValue(CommonOptions.Resume), style);
        var target = parsed.GetValue(CommonOptions.Out);
        return job.Run(Load(parsed, target), target);
    }

    private static List<Experiment> Load(ParseResult parsed, string? target)
    {
        var files = parsed.GetValue(_files) ?? [];
        if (files.Length == 0)
        {
            files = parsed.GetValue(CommonOptions.Resume) && target is not null
                ? [SavedExperiment(target)]
                : throw new InputException("run: names no experiment; expected a FILE (examples/ has some), or --resume with --out");
        }

        if (files.FirstOrDefault(file => file.StartsWith('-')) is { } option)
        {
            throw new InputException($"run: {option} is not known; expected an option that 'fed run --help' shows (a file of this name: ./{option})");
        }

        List<string> overrides = [.. parsed.GetValue(_set) ?? []];
        if (parsed.GetValue(_seed) is { } seed)
        {
            overrides.Add($"seed={seed}");
        }

        return [.. files.Select(file => ExperimentFile.Load(file, overrides))];
    }

    private static string SavedExperiment(string target)
    {
        var path = Path.Combine(target, "experiment.yaml");
        return File.Exists(path)
            ? path
            : throw new InputException($"{target}: holds no experiment.yaml to go on with; expected the folder of a run, or name its experiment FILE too");
    }
}
