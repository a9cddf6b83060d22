using Federated.Attacks.Transcripts;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Federated.Tests;

/// <summary>Recorded runs that nobody watches.</summary>
internal static class RecordedRuns
{
    public static Transcript Execute(Experiment experiment, string folder)
    {
        ExperimentRun.Execute(
            experiment,
            new RunSettings
            {
                Directory = RunDirectory.Open(folder, resume: false),
                Workers = 2,
                DataLocations = new DataLocations("/none", "/none"),
                Progress = new SilentProgress(),
                Log = NullLogger.Instance,
                Time = TimeProvider.System,
            },
            CancellationToken.None);
        return Transcript.Open(folder);
    }
}
