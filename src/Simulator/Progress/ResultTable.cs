using System.Globalization;
using Federated.Learning.Runs;
using Spectre.Console;

namespace Federated.Simulator.Progress;

/// <summary>How runs ended, a row each; fits into 80 columns.</summary>
internal static class ResultTable
{
    private const int HashDigits = 8;

    /// <summary>Makes the table; tasks without an accuracy show their loss.</summary>
    public static Table Of(IReadOnlyList<RunSummary> summaries)
    {
        var accurate = summaries.Any(summary => summary.BestTestAccuracy is not null);
        string[] titles = accurate ? ["best", "round", "final"] : ["loss"];
        var table = new Table().Border(TableBorder.Simple).AddColumn(Column("run"));
        table.AddColumn(Column("algorithm").NoWrap());
        foreach (var title in titles.Concat(["steps/s", "seconds", "sha256"]))
        {
            table.AddColumn(Column(title).RightAligned().NoWrap());
        }

        foreach (var summary in summaries)
        {
            string[] quality = accurate
                ? [ProgressViews.Percent(summary.BestTestAccuracy), $"{summary.BestRound}", ProgressViews.Percent(summary.FinalTestAccuracy)]
                : [summary.FinalTestLoss?.ToString("G6", CultureInfo.InvariantCulture) ?? "-"];
            string[] row =
            [
                summary.Name,
                summary.Algorithm,
                .. quality,
                summary.SgdStepsPerSecond.ToString("F0", CultureInfo.InvariantCulture),
                summary.Seconds.ToString("F1", CultureInfo.InvariantCulture),
                summary.ModelSha256[..HashDigits],
            ];
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }

    // The usual padding on both sides of nine columns would leave no room for names.
    private static TableColumn Column(string title) => new TableColumn(title).Padding(0, 0, 1, 0);
}
