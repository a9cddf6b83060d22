using System.Globalization;
using Federated.Learning.Runs;

namespace Federated.Simulator.Progress;

/// <summary>Chooses how a run is shown.</summary>
internal static class ProgressViews
{
    /// <summary>Runs something under the view that the style asks for.</summary>
    /// <param name="style">what the user wants</param>
    /// <param name="time">clock</param>
    /// <param name="run">reports to the view</param>
    public static RunResult Show(ProgressStyle style, TimeProvider time, Func<IRunProgress, RunResult> run) => style switch
    {
        ProgressStyle.Quiet => run(new QuietProgress()),
        ProgressStyle.Json => run(new JsonProgress(Console.Out)),
        _ when Console.IsOutputRedirected => run(new PlainProgress(Console.Out, time)),
        _ => TerminalProgress.Show(Terminal.Open(), time, run),
    };

    /// <summary>Shows how runs ended, and where the report is.</summary>
    public static void ShowResults(ProgressStyle style, IReadOnlyList<RunResult> results, string report)
    {
        if (style != ProgressStyle.Auto)
        {
            return;
        }

        var console = Terminal.Open();
        console.Write(ResultTable.Of([.. results.Select(result => result.Summary).OfType<RunSummary>()], console.Profile.Width));
        Console.WriteLine($"report: {report}");
    }

    /// <summary>A fraction in percent, or a dash.</summary>
    public static string Percent(double? fraction) => fraction is { } value
        ? (100.0 * value).ToString("F2", CultureInfo.InvariantCulture) + " %"
        : "-";
}
