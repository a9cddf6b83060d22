using System.Text.Json;
using Federated.Attacks.Audit;
using Federated.Attacks.Inversion;
using Spectre.Console;
using static System.FormattableString;

namespace Federated.Simulator.Progress;

/// <summary>Shows how an attack goes on: a live bar on a terminal, else some twenty lines in all, or objects for programs.</summary>
internal sealed class AttackView : IProgress<InversionProgress>
{
    private const int Lines = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, InversionProgress> _restarts = [];
    private readonly int _count;
    private readonly Action<double, double, string> _show;
    private double _lowest = double.PositiveInfinity;

    private AttackView(int restarts, Action<double, double, string> show) => (_count, _show) = (restarts, show);

    /// <summary>Attacks under the view that style and output stream allow.</summary>
    /// <param name="style">what the user wants</param>
    /// <param name="name">the attack, in words</param>
    /// <param name="restarts">how often it begins</param>
    /// <param name="attack">reports to the view</param>
    public static TrialResult Show(ProgressStyle style, string name, int restarts, Func<IProgress<InversionProgress>?, TrialResult> attack) => style switch
    {
        ProgressStyle.Quiet => attack(null),
        ProgressStyle.Json => attack(new AttackView(restarts, Thinned(1.0 / Lines, (share, best, _) => Console.WriteLine(
            JsonSerializer.Serialize(new { Event = "progress", Share = share, Objective = best }, AuditJson.Line))))),
        _ when Console.IsOutputRedirected => attack(new AttackView(restarts, Thinned(1.0 / Lines, (_, _, text) => Console.WriteLine(text)))),
        _ => Terminal.Open().Progress()
            .Columns(new ProgressBarColumn { Width = 24 }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask(Markup.Escape(name), maxValue: 1);
                var result = attack(new AttackView(restarts, (share, _, text) =>
                {
                    bar.Value = share;
                    bar.Description = Markup.Escape($"{name}: {text}");
                }));
                bar.Value = 1;
                return result;
            }),
    };

    /// <inheritdoc/>
    public void Report(InversionProgress value)
    {
        lock (_lock)
        {
            _restarts[value.Restart] = value;
            _lowest = Math.Min(_lowest, value.Best);
            var share = _restarts.Values.Sum(restart => (double)restart.Iteration / restart.Iterations) / _count;
            var start = _count == 1 ? "" : $"start {value.Restart + 1} of {_count}, ";
            _show(Math.Min(1, share), _lowest, Invariant($"{start}iteration {value.Iteration} of {value.Iterations}, objective {_lowest:G4}"));
        }
    }

    /// <summary>Passes on what is at least a step further, and the end.</summary>
    private static Action<double, double, string> Thinned(double step, Action<double, double, string> show)
    {
        var next = step;
        return (share, best, text) =>
        {
            if (share >= next - 1e-9)
            {
                show(share, best, text);
                next = Math.Max(next + step, share + (step / 2));
            }
        };
    }
}
