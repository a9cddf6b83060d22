using System.Text.Json;
using Federated.Attacks.Audit;
using Spectre.Console;
using static System.FormattableString;

namespace Federated.Simulator.Progress;

/// <summary>Shows how an audit goes on: a live bar on a terminal, else a line for each attack, or objects for programs.</summary>
internal static class AuditProgressView
{
    /// <summary>Audits under the view that style and output stream allow.</summary>
    public static AuditFile Show(ProgressStyle style, Func<IProgress<AuditProgress>?, AuditFile> audit) => style switch
    {
        ProgressStyle.Quiet => audit(null),
        ProgressStyle.Json => audit(new Reporter(progress => Console.WriteLine(JsonSerializer.Serialize(
            new { Event = "progress", progress.Done, progress.Jobs, progress.Name, progress.Seconds }, AuditJson.Line)))),
        _ when Console.IsOutputRedirected => audit(new Reporter(Plain())),
        _ => Terminal.Open().Progress()
            .Columns(new ProgressBarColumn { Width = 24 }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask("audit");
                return audit(new Reporter(progress =>
                {
                    (bar.MaxValue, bar.Value) = (progress.Jobs, progress.Done);
                    bar.Description = Markup.Escape(Invariant($"{progress.Done} of {progress.Jobs}, {progress.Seconds:F0} s: {progress.Name}"));
                }));
            }),
    };

    private static Action<AuditProgress> Plain()
    {
        var done = 0;
        return progress =>
        {
            if (progress.Done > done)
            {
                done = progress.Done;
                Console.WriteLine(Invariant($"{progress.Done} of {progress.Jobs}, {progress.Seconds:F0} s: {progress.Name}"));
            }
        };
    }

    /// <summary>Reports in the thread that works, one at a time.</summary>
    private sealed class Reporter(Action<AuditProgress> show) : IProgress<AuditProgress>
    {
        private readonly Lock _lock = new();

        public void Report(AuditProgress value)
        {
            lock (_lock)
            {
                show(value);
            }
        }
    }
}
