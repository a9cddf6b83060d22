using System.Text.RegularExpressions;

namespace Federated.Simulator.Reports;

/// <summary>Puts runs that differ in nothing but the seed into one group.</summary>
internal static partial class RunGrouping
{
    /// <summary>Groups, best first: by test accuracy, then by loss, then in the order given.</summary>
    public static IReadOnlyList<RunGroup> Group(IReadOnlyList<RunRecord> runs)
    {
        var groups = runs
            .Select((run, index) => (Run: run, Key: KeyOf(run, index)))
            .GroupBy(entry => entry.Key, entry => entry.Run)
            .SelectMany(SplitWhenASeedRepeats)
            .ToArray();
        var labels = Labels(groups);
        return
        [
            .. groups
                .Select((group, i) => new RunGroup { Label = labels[i], Runs = [.. group.Select(run => new RunTrace(run))] })
                .OrderByDescending(group => group.Best?.Mean ?? double.NegativeInfinity)
                .ThenBy(group => group.LowestLoss?.Mean ?? double.PositiveInfinity),
        ];
    }

    // The experiment text is compared, never interpreted: averaging runs whose settings differ would be a false claim. A run that was
    // interrupted has no summary to say what it was, and stands alone.
    private static string KeyOf(RunRecord run, int index) => run.Summary is not { Seed: not null } summary
        ? $"alone {index}"
        : string.Join(
            '\n',
            summary.Algorithm,
            summary.Family,
            summary.Transport,
            summary.Parameters,
            // Without its experiment, how long a run was is the best sign of its settings; with it, a run may have stopped at a target.
            run.Experiment is { } text ? SeedOrName().Replace(text, "") : summary.Rounds);

    private static IEnumerable<IReadOnlyList<RunRecord>> SplitWhenASeedRepeats(IEnumerable<RunRecord> group)
    {
        var runs = group.ToArray();
        return runs.DistinctBy(run => run.Summary?.Seed).Count() == runs.Length ? [runs] : runs.Select(run => new[] { run });
    }

    // Algorithm alone when that tells groups apart, else with the experiment's name, else with the folder.
    private static string[] Labels(IReadOnlyList<RunRecord>[] groups)
    {
        Func<IReadOnlyList<RunRecord>, string>[] levels =
        [
            group => Algorithm(group[0]),
            group => $"{Algorithm(group[0])}, {group[0].Summary?.Name ?? group[0].Folder}",
            group => $"{Algorithm(group[0])}, {group[0].Folder}",
        ];
        var labels = new string[groups.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            var level = levels.FirstOrDefault(level => groups.Count(other => level(other) == level(groups[i])) == 1);
            labels[i] = level is null ? $"{levels[^1](groups[i])} ({i + 1})" : level(groups[i]);
        }

        return labels;
    }

    private static string Algorithm(RunRecord run) =>
        run.Summary is { } summary ? AlgorithmNames.Display(summary.Algorithm) : $"{run.Folder} (interrupted)";

    [GeneratedRegex(@"^(\s*seed|name)\s*:.*$", RegexOptions.Multiline)]
    private static partial Regex SeedOrName();
}
