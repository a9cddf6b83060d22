using System.Globalization;
using Federated.Coordinator;
using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Learning.Native;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Simulator.Progress;
using Federated.Simulator.Reports;
using Serilog;
using Serilog.Extensions.Logging;

namespace Federated.Simulator.Commands;

/// <summary>Runs experiments one after the other, and writes the report.</summary>
/// <param name="workers">worker threads</param>
/// <param name="resume">whether checkpoints are taken up</param>
/// <param name="style">how progress is shown</param>
/// <param name="remote">reaches clients that are elsewhere; null: all are in this process</param>
internal sealed class Job(int workers, bool resume, ProgressStyle style, CoordinatorHost? remote = null)
{
    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Runs the experiments; a single one directly in the folder, several in subfolders by their names.</summary>
    /// <param name="experiments">at least one</param>
    /// <param name="target">folder; null: runs/name-time, or runs/comparison-time for several</param>
    /// <returns>an exit code</returns>
    /// <exception cref="InputException">Refused; nothing is left of a run that had not begun.</exception>
    public int Run(IReadOnlyList<Experiment> experiments, string? target)
    {
        if (resume && target is null)
        {
            throw new InputException("--resume: needs --out with the folder of the run to go on with");
        }

        var root = target ?? Path.Combine("runs", $"{(experiments.Count == 1 ? experiments[0].Name : "comparison")}-{Now()}");
        var directories = new List<RunDirectory>();
        try
        {
            foreach (var folder in Folders(experiments, root))
            {
                directories.Add(RunDirectory.Open(folder, resume));
            }

            return Run(experiments, directories, root);
        }
        finally
        {
            // Subfolders before the folder that holds them.
            foreach (var directory in Enumerable.Reverse(directories))
            {
                directory.Withdraw();
            }
        }
    }

    private int Run(IReadOnlyList<Experiment> experiments, List<RunDirectory> directories, string root)
    {
        // Not when the program starts: whoever asks for help or is refused need not wait for libtorch.
        NativeRuntime.Configure();
        using var interruption = new Interruption();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token, remote?.StopRequested ?? CancellationToken.None);
        var results = new List<RunResult>();
        foreach (var (experiment, directory) in experiments.Zip(directories))
        {
            var result = RunOne(experiment, directory, single: experiments.Count == 1, stop.Token);
            if (result.Outcome == RunOutcome.Interrupted)
            {
                var command = experiments.Count > 1 ? "the same command and --resume" : remote is null ? "fed run --resume" : "fed serve --resume";
                Console.Error.WriteLine(
                    $"fed: {experiment.Name}: interrupted after round {result.Totals.Rounds}; go on with: {command} --out {root}");
                return ExitCode.Interrupted;
            }

            results.Add(result);
        }

        var report = Path.Combine(root, "report.html");
        ReportBuilder.Build([.. directories.Select(directory => directory.Root)], report);
        ProgressViews.ShowResults(style, results, report);
        return ExitCode.Done;
    }

    private RunResult RunOne(Experiment experiment, RunDirectory directory, bool single, CancellationToken cancellation)
    {
        using var log = new LoggerConfiguration()
            .WriteTo.File(directory.LogPath, formatProvider: CultureInfo.InvariantCulture)
            .CreateLogger();
        using var factory = new SerilogLoggerFactory(log);
        try
        {
            return ProgressViews.Show(style, _time, progress => ExperimentRun.Execute(
                experiment,
                new RunSettings
                {
                    Directory = directory,
                    Resume = resume,
                    Workers = workers,
                    Transport = remote?.Transport,
                    DataLocations = DataPlaces.Current(),
                    Progress = remote is null ? progress : new SharedProgress(progress, remote.Progress),
                    Log = factory.CreateLogger("fed"),
                    Time = _time,
                },
                cancellation));
        }
        catch (InputException error) when (!single)
        {
            throw new InputException($"{experiment.Name}: {error.Message}", error);
        }
        catch (Exception error) when (error is not InputException)
        {
            log.Error(error, "The run failed");
            throw;
        }
    }

    private static List<string> Folders(IReadOnlyList<Experiment> experiments, string root)
    {
        if (experiments.Count == 1)
        {
            return [root];
        }

        var names = experiments.Select(experiment => experiment.Name).ToList();
        var twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? [.. names.Select(name => Path.Combine(root, name))]
            : throw new InputException($"name: two experiments have the name '{twice.Key}'; expected a different one for each, it names the subfolder");
    }

    private string Now() => _time.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
}
