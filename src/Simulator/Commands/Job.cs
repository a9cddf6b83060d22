using System.Globalization;
using Federated.Learning;
using Federated.Learning.Experiments;
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
internal sealed class Job(int workers, bool resume, ProgressStyle style)
{
    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Runs the experiments; a single one directly in the folder, several in subfolders by their names.</summary>
    /// <param name="experiments">at least one</param>
    /// <param name="target">folder; null: runs/name-time</param>
    /// <returns>an exit code</returns>
    public int Run(IReadOnlyList<Experiment> experiments, string? target)
    {
        var root = target ?? Path.Combine("runs", $"{experiments[0].Name}-{Now()}");
        var folders = Folders(experiments, root);
        var directories = folders.Select(folder => RunDirectory.Open(folder, resume)).ToList();
        using var interruption = new Interruption();
        var results = new List<RunResult>();
        for (var i = 0; i < experiments.Count; i++)
        {
            var result = RunOne(experiments[i], directories[i], interruption.Token);
            if (result.Outcome == RunOutcome.Interrupted)
            {
                Console.Error.WriteLine(
                    $"fed: interrupted after round {result.Totals.Rounds}; go on with: fed run --resume --out {directories[i].Root}");
                return ExitCode.Interrupted;
            }

            results.Add(result);
        }

        var report = Path.Combine(root, "report.html");
        ReportBuilder.Build(folders, report);
        ProgressViews.ShowResults(style, results, report);
        return ExitCode.Done;
    }

    private RunResult RunOne(Experiment experiment, RunDirectory directory, CancellationToken cancellation)
    {
        using var log = new LoggerConfiguration()
            .WriteTo.File(directory.LogPath, formatProvider: CultureInfo.InvariantCulture)
            .CreateLogger();
        using var factory = new SerilogLoggerFactory(log);
        return ProgressViews.Show(style, _time, progress => ExperimentRun.Execute(
            experiment,
            new RunSettings
            {
                Directory = directory,
                Resume = resume,
                Workers = workers,
                DataLocations = DataPlaces.Current(),
                Progress = progress,
                Log = factory.CreateLogger("fed"),
                Time = _time,
            },
            cancellation));
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
            : throw new InputException($"run: two experiments have the name '{twice.Key}'; each needs its own, it names the subfolder");
    }

    private string Now() => _time.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
}
