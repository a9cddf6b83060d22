using Federated.Learning;

namespace Federated.Simulator.Reports;

/// <summary>Finds and reads run folders, as <c>fed run</c> writes them.</summary>
public static class RunFolder
{
    private const string Metrics = "metrics.jsonl";

    // runs/<job>/<algorithm>/<seed> is the deepest layout in use.
    private const int Depth = 3;

    /// <summary>Reads one run. Throws <see cref="InputException"/> for a folder or file that is no run.</summary>
    public static RunRecord Read(string dir)
    {
        RequireFolder(dir);
        var metrics = Path.Combine(dir, Metrics);
        if (!File.Exists(metrics))
        {
            throw NotARun(dir);
        }

        try
        {
            return ReadFiles(dir, metrics);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{dir}: cannot be read, a readable run folder is expected ({e.Message})", e);
        }
    }

    /// <summary>
    /// Run folders at or below <paramref name="dir"/>, in ordinal order of their paths: the folder itself when it is a run, else those of
    /// its subfolders that are. Throws <see cref="InputException"/> when there are none.
    /// </summary>
    public static IReadOnlyList<string> Find(string dir)
    {
        RequireFolder(dir);
        var found = new List<string>();
        Collect(dir, Depth, found);
        return found.Count > 0 ? found : throw NotARun(dir);
    }

    private static RunRecord ReadFiles(string dir, string metrics)
    {
        var notes = new List<string>();
        var rounds = MetricsFile.Read(metrics, notes);
        var summary = IfExists(dir, "summary.json", SummaryFile.Read);
        if (summary is null or { Outcome: "interrupted" })
        {
            notes.Add(rounds.Count == 0 ? "Interrupted before round 1 was complete." : $"Interrupted after round {rounds[^1].Round}.");
        }

        if (rounds.FirstOrDefault(round => round.HasNonFinite) is { } bad)
        {
            notes.Add($"A loss or accuracy was not a finite number in round {bad.Round}: the run may have diverged there.");
        }

        if (rounds.Sum(round => (long)round.Rejected) is > 0 and var rejected)
        {
            notes.Add($"Client updates left out because they held NaN or infinity: {rejected}.");
        }

        var graph = IfExists(dir, "graph.json", GraphFile.Read);
        if (graph is { Static: true } && FellApart(rounds) is { } apart)
        {
            notes.Add(apart);
        }

        if (rounds.Sum(round => (long)(round.SharedSeed?.Recovered ?? 0)) is > 0 and var rebuilt)
        {
            notes.Add($"Machines whose weights differed from the others' and were rebuilt from the log: {rebuilt}.");
        }

        return new RunRecord
        {
            Folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(dir))),
            Rounds = rounds,
            Summary = summary,
            Experiment = IfExists(dir, "experiment.yaml", File.ReadAllText),
            Partition = IfExists(dir, "partition.json", PartitionFile.Read),
            Graph = graph,
            Notes = notes,
        };
    }

    // Graphs that change may be in parts by design, like pairs; of one that never changes it is worth a word.
    private static string? FellApart(IReadOnlyList<RoundMetrics> rounds)
    {
        var parts = rounds.Select(round => round.Gossip?.Components ?? 1).Where(count => count > 1).ToArray();
        return parts.Length == 0
            ? null
            : $"The graph fell apart into {(parts.Min() == parts.Max() ? "" : "up to ")}{parts.Max()} parts in {parts.Length} {(parts.Length == 1 ? "round" : "rounds")}.";
    }

    private static T? IfExists<T>(string dir, string name, Func<string, T> read)
        where T : class
    {
        var path = Path.Combine(dir, name);
        return File.Exists(path) ? read(path) : null;
    }

    private static void Collect(string dir, int depth, List<string> found)
    {
        if (File.Exists(Path.Combine(dir, Metrics)))
        {
            found.Add(dir);
            return;
        }

        if (depth == 0)
        {
            return;
        }

        foreach (var child in Directory.GetDirectories(dir).Order(StringComparer.Ordinal))
        {
            Collect(child, depth - 1, found);
        }
    }

    private static void RequireFolder(string dir)
    {
        if (!Directory.Exists(dir))
        {
            throw new InputException($"{dir}: no such folder; expected a run folder or a folder of run folders, as 'fed run' writes them");
        }
    }

    private static InputException NotARun(string dir) =>
        new($"{dir}: no {Metrics} in it; a run folder holds {Metrics}, and summary.json once the run has finished");
}
