using System.Text.Json;
using Federated.Learning.Experiments;
using Federated.Learning.Files;

namespace Federated.Learning.Runs;

/// <summary>The files of one run.</summary>
public sealed class RunDirectory
{
    /// <summary>Name of the file with the sealed rounds of a shared-seed run.</summary>
    public const string SealedLogName = "rounds.log";

    /// <summary>Name of the file with a line for each round.</summary>
    public const string MetricsName = "metrics.jsonl";

    private readonly bool _hadLog;
    private readonly List<string> _made;

    private RunDirectory(string root)
    {
        Root = root;
        _hadLog = File.Exists(LogPath);
        _made = MissingFolders(root);
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The full experiment.</summary>
    public string ExperimentPath => Path.Combine(Root, "experiment.yaml");

    /// <summary>One JSON object per round.</summary>
    public string MetricsPath => Path.Combine(Root, MetricsName);

    /// <summary>Result of a run that came to its end.</summary>
    public string SummaryPath => Path.Combine(Root, "summary.json");

    /// <summary>What the split looks like.</summary>
    public string PartitionPath => Path.Combine(Root, "partition.json");

    /// <summary>Who talks to whom, and how good the nodes are.</summary>
    public string GraphPath => Path.Combine(Root, "graph.json");

    /// <summary>Sealed rounds of a shared-seed run.</summary>
    public string SealedLogPath => Path.Combine(Root, SealedLogName);

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

    private bool HoldsRun => File.Exists(MetricsPath) || File.Exists(ExperimentPath);

    /// <summary>The global vector after a round, when asked for.</summary>
    public string VectorPath(int round) => Path.Combine(Root, "vectors", $"round-{round:D6}.npy");

    /// <summary>Opens a folder for a new run, or for one to be resumed.</summary>
    /// <param name="path">made if it does not exist; see <see cref="Withdraw"/></param>
    /// <param name="resume">whether a run that is there is continued</param>
    /// <exception cref="InputException">The folder holds another run, or cannot be written.</exception>
    public static RunDirectory Open(string path, bool resume)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InputException("--out: an empty name is not accepted; expected a folder");
        }

        var directory = new RunDirectory(path);
        if (!resume && directory.HoldsRun)
        {
            throw new InputException($"{path}: holds a run already; choose another --out, or --resume it");
        }

        try
        {
            Directory.CreateDirectory(path);
            WholeFile.Write(Path.Combine(path, ".writable"), static _ => { });
            File.Delete(Path.Combine(path, ".writable"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            directory.Withdraw();
            throw new InputException($"{path}: cannot write a run there ({error.Message}); expected a folder that can be written", error);
        }

        return directory;
    }

    /// <summary>
    /// Takes back what <see cref="Open"/> made, for a run that was refused before it began. Nothing that was there before and
    /// nothing of a run is touched.
    /// </summary>
    public void Withdraw()
    {
        try
        {
            if (HoldsRun || !Directory.Exists(Root))
            {
                return;
            }

            if (!_hadLog)
            {
                File.Delete(LogPath);
            }

            foreach (var folder in _made.TakeWhile(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The refusal itself is what the user must hear of, not an empty folder that stays.
        }
    }

    /// <summary>Writes the full experiment.</summary>
    public void WriteExperiment(Experiment experiment) => ExperimentFile.Write(experiment, ExperimentPath);

    /// <summary>Writes what the split looks like.</summary>
    internal void WritePartition(PartitionPage page) =>
        WholeFile.Write(PartitionPath, stream => JsonSerializer.Serialize(stream, page, RunJson.Line));

    /// <summary>Writes who talks to whom.</summary>
    internal void WriteGraph(GraphPage page) =>
        WholeFile.Write(GraphPath, stream => JsonSerializer.Serialize(stream, page, RunJson.Line));

    /// <summary>The folder and those above it that do not exist, innermost first.</summary>
    private static List<string> MissingFolders(string root)
    {
        var missing = new List<string>();
        for (var folder = Path.GetFullPath(root); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            missing.Add(folder);
        }

        return missing;
    }
}
