using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Spectre.Console;

namespace Federated.Simulator.Progress;

/// <summary>A live bar with the current round, accuracy, throughput and time left.</summary>
internal sealed class TerminalProgress(IAnsiConsole console, ProgressTask bar, TimeProvider time) : IRunProgress
{
    private const int BarWidth = 24;
    private const int NarrowBarWidth = 10;
    private const int WideConsole = 110;

    // A column stays free: a line that ends in the last one wraps on some terminals.
    private readonly int _lineWidth = console.Profile.Width - WidthOfBar(console) - 2;
    private RunStart? _start;
    private RunPace? _pace;

    /// <summary>Runs something under a live bar.</summary>
    public static RunResult Show(IAnsiConsole console, TimeProvider time, Func<IRunProgress, RunResult> run) => console
        .Progress()
        .Columns(new ProgressBarColumn { Width = WidthOfBar(console) }, new TaskDescriptionColumn { Alignment = Justify.Left })
        .Start(context => run(new TerminalProgress(console, context.AddTask("loading data"), time)));

    public void Started(RunStart start)
    {
        _start = start;
        _pace = new RunPace(start, time);
        WriteAbove($"{start.Name}: {RunText.Subject(start)}");
        WriteAbove(RunText.Size(start));
        bar.MaxValue = start.Rounds;
        bar.Value = start.RoundsDone;
        bar.Description = Markup.Escape(_pace.Line(_lineWidth));
    }

    public void ClientFinished(int round, int finished, int cohort) =>
        bar.Value = round - 1 + (finished / (double)cohort);

    public void RoundFinished(RoundMetrics metrics)
    {
        _pace!.Add(metrics);
        bar.Value = metrics.Round;
        bar.Description = Markup.Escape(_pace.Line(_lineWidth));
    }

    public void Ended(RunResult result)
    {
        if (result.Outcome == RunOutcome.TargetReached)
        {
            bar.MaxValue = Math.Max(bar.Value, 1);
            WriteAbove($"target accuracy reached in round {result.Totals.Rounds} of {_start!.Rounds}");
        }

        bar.StopTask();
    }

    // Text above a live line replaces it without erasing it: what is shorter would leave its end standing.
    private void WriteAbove(string text) => console.WriteLine(text.PadRight(console.Profile.Width - 1));

    private static int WidthOfBar(IAnsiConsole console) => console.Profile.Width < WideConsole ? NarrowBarWidth : BarWidth;
}
