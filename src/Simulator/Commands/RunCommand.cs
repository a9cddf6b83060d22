using System.CommandLine;

namespace Federated.Simulator.Commands;

/// <summary><c>fed run FILE ...</c></summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> _files = new("FILE")
    {
        Description = "experiment files; several are run one after the other and compared in one report",
        Arity = ArgumentArity.ZeroOrMore,
    };

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
            _files, CommonOptions.Out, RunOptions.Set, RunOptions.Seed, RunOptions.Record, RunOptions.Workers, CommonOptions.Resume, RunOptions.Quiet, RunOptions.Json,
        };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var job = new Job(RunOptions.WorkerCount(parsed), parsed.GetValue(CommonOptions.Resume), RunOptions.Style(parsed));
        var target = parsed.GetValue(CommonOptions.Out);
        return job.Run(RunOptions.Load(parsed, "run", parsed.GetValue(_files) ?? [], target), target);
    }
}
