namespace Federated.Simulator.Reports;

/// <summary>Chooses levels of accuracy, and of loss, at which runs are worth comparing.</summary>
internal static class Targets
{
    private const int Most = 4;

    // Percentage points between levels, widest first.
    private static readonly int[] Steps = [10, 5, 2, 1];

    /// <summary>
    /// At most four levels, ascending, as shares from 0 to 1: multiples of the widest step that gives three or more levels between where the
    /// runs begin and the best that one of them reaches. Empty when no run measured an accuracy.
    /// </summary>
    public static IReadOnlyList<double> Choose(IReadOnlyList<RunGroup> groups)
    {
        var accuracies = groups.SelectMany(group => group.Runs).Where(run => run.Best is not null).ToArray();
        if (accuracies.Length == 0)
        {
            return [];
        }

        var top = accuracies.Max(run => run.Best!.TestAccuracy!.Value);
        var start = accuracies.Min(run => run.Points.First(point => point.Metrics.TestAccuracy is not null).Metrics.TestAccuracy!.Value);
        var levels = Steps.Select(step => Levels(step, start, top)).ToArray();
        return levels.FirstOrDefault(found => found.Length >= 3) ?? levels[^1];
    }

    /// <summary>
    /// The lowest test loss that every run of every group got down to; null when there are not two groups or a run measured none.
    /// </summary>
    public static double? ChooseLoss(IReadOnlyList<RunGroup> groups)
    {
        var lowest = groups.SelectMany(group => group.Runs).Select(run => run.Points.Min(point => point.Metrics.TestLoss)).ToArray();
        return groups.Count < 2 || lowest.Contains(null) ? null : lowest.Max();
    }

    // Whole percentages first, then one division: 0.7 has to be the 0.7 that a metrics file holds.
    private static double[] Levels(int step, double start, double top) =>
    [
        .. Enumerable.Range(1, 100 / step)
            .Select(i => i * step / 100.0)
            .Where(level => level > start && level <= top)
            .TakeLast(Most),
    ];
}
