using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Runs;
using Federated.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Federated.Equivalence.Tests;

/// <summary>Whole runs in a folder.</summary>
internal static class Runs
{
    /// <summary>No data set but the embedded one is needed.</summary>
    public static DataLocations Nowhere { get; } = new("/none", "/none");

    public static RunResult Execute(Experiment experiment, string folder, bool resume, IRunTransport? transport, CancellationToken cancellation) =>
        ExperimentRun.Execute(
            experiment,
            new RunSettings
            {
                Directory = RunDirectory.Open(folder, resume),
                Resume = resume,
                Workers = 2,
                Transport = transport,
                DataLocations = Nowhere,
                Progress = new SilentProgress(),
                Log = NullLogger.Instance,
                Time = TimeProvider.System,
            },
            cancellation);
}
