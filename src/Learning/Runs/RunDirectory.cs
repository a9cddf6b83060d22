using Federated.Learning.Experiments;
using Federated.Learning.Files;
using Federated.Learning.Parameters;

namespace Federated.Learning.Runs;

/// <summary>The files of one run.</summary>
public sealed class RunDirectory
{
    private RunDirectory(string root)
    {
        Root = root;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The full experiment.</summary>
    public string ExperimentPath => Path.Combine(Root, "experiment.yaml");

    /// <summary>One JSON object per round.</summary>
    public string MetricsPath => Path.Combine(Root, "metrics.jsonl");

    /// <summary>Result of a run that came to its end.</summary>
    public string SummaryPath => Path.Combine(Root, "summary.json");

    /// <summary>What the split looks like.</summary>
    public string PartitionPath => Path.Combine(Root, "partition.json");

    /// <summary>Final parameters.</summary>
    public string ModelPath => Path.Combine(Root, "model.safetensors");

    /// <summary>The page for people.</summary>
    public string ReportPath => Path.Combine(Root, "report.html");

    /// <summary>Log of the run.</summary>
    public string LogPath => Path.Combine(Root, "run.log");

    /// <summary>What resuming needs.</summary>
    public string CheckpointPath => Path.Combine(Root, "checkpoint");

    /// <summary>What clients keep.</summary>
    public string ClientStatesPath => Path.Combine(CheckpointPath, "clients");

    /// <summary>The global vector after a round, when asked for.</summary>
    public string VectorPath(int round) => Path.Combine(Root, "vectors", $"round-{round:D6}.npy");

    /// <summary>Opens a folder for a new run, or for one to be resumed.</summary>
    /// <param name="path">made if it does not exist</param>
    /// <param name="resume">whether a run that is there is continued</param>
    /// <exception cref="InputException">The folder holds another run, or cannot be written.</exception>
    public static RunDirectory Open(string path, bool resume)
    {
        var directory = new RunDirectory(path);
        try
        {
            Directory.CreateDirectory(path);
            if (!resume && (File.Exists(directory.MetricsPath) || File.Exists(directory.ExperimentPath)))
            {
                throw new InputException($"{path}: holds a run already; choose another --out, or --resume it");
            }

            WholeFile.Write(Path.Combine(path, ".writable"), static _ => { });
            File.Delete(Path.Combine(path, ".writable"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot write a run there ({error.Message})", error);
        }

        return directory;
    }

    /// <summary>Writes the full experiment.</summary>
    public void WriteExperiment(Experiment experiment) => ExperimentFile.Write(experiment, ExperimentPath);

    /// <summary>Writes the final parameters, by the names of the layout.</summary>
    public void WriteModel(ParameterLayout layout, ReadOnlySpan<float> x, IReadOnlyDictionary<string, string> notes) =>
        SafetensorsFile.Write(ModelPath, layout, x, notes);
}
