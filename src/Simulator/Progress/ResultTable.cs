using System.Globalization;
using Federated.Learning.Runs;
using Spectre.Console;

namespace Federated.Simulator.Progress;

/// <summary>How runs ended, a row each.</summary>
internal static class ResultTable
{
    private const int HashDigits = 8;

    // What a table of columns takes beside their text: a space before it, two after it.
    private const int Edge = 1;
    private const int Gap = 2;

    // They are in summary.json too.
    private static readonly string[] _dispensable = ["sha256", "steps/s", "loss"];

    /// <summary>Makes the table; tasks without an accuracy show their loss.</summary>
    /// <param name="summaries">at least one</param>
    /// <param name="width">columns of the console; where names are too long for it, figures are left out before names are broken</param>
    public static Table Of(IReadOnlyList<RunSummary> summaries, int width)
    {
        var accurate = summaries.Any(summary => summary.BestTestAccuracy is not null);
        List<(string Title, string[] Cells)> columns =
        [
            Cells("run", summary => summary.Name),
            Cells("algorithm", summary => summary.Algorithm),
            .. accurate
                ? [Cells("best", Best), Cells("round", summary => $"{summary.BestRound}"), Cells("final", Final), Cells("loss", Loss)]
                : new[] { Cells("loss", Loss) },
            .. summaries.Any(summary => summary.Epsilon is not null) ? [Cells("epsilon", Epsilon)] : Array.Empty<(string, string[])>(),
            Cells("steps/s", summary => Fixed(summary.SgdStepsPerSecond, "F0")),
            Cells("seconds", summary => Fixed(summary.Seconds, "F1")),
            Cells("sha256", summary => summary.ModelSha256[..HashDigits]),
        ];
        foreach (var title in _dispensable.TakeWhile(_ => Width(columns) > width))
        {
            columns.RemoveAll(column => column.Title == title);
        }

        return Draw(columns, summaries.Count);

        (string Title, string[] Cells) Cells(string title, Func<RunSummary, string> cell) => (title, [.. summaries.Select(cell)]);
    }

    private static string Best(RunSummary summary) => ProgressViews.Percent(summary.BestTestAccuracy);

    private static string Final(RunSummary summary) => ProgressViews.Percent(summary.FinalTestAccuracy);

    private static string Loss(RunSummary summary) => summary.FinalTestLoss is { } loss ? Fixed(loss, "G6") : "-";

    private static string Epsilon(RunSummary summary) => summary.Epsilon is { } epsilon ? Fixed(epsilon, "G3") : "-";

    private static string Fixed(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static int Width(List<(string Title, string[] Cells)> columns) =>
        Edge + columns.Sum(column => column.Cells.Append(column.Title).Max(text => text.Length) + Gap);

    private static Table Draw(List<(string Title, string[] Cells)> columns, int rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < columns.Count; i++)
        {
            // The usual padding on both sides would leave no room for names.
            var column = new TableColumn(columns[i].Title).Padding(0, 0, 1, 0);
            table.AddColumn(i switch
            {
                0 => column,
                1 => column.NoWrap(),
                _ => column.NoWrap().RightAligned(),
            });
        }

        for (var row = 0; row < rows; row++)
        {
            table.AddRow([.. columns.Select(column => Markup.Escape(column.Cells[row]))]);
        }

        return table;
    }
}
