using Federated.Learning.LanguageModels;
using Spectre.Console;
using static System.FormattableString;

namespace Federated.Simulator.Progress;

/// <summary>Shows how a pretraining goes on: a live line on a terminal, else some twenty lines in all.</summary>
internal static class PretrainingView
{
    private const int Lines = 20;

    /// <summary>Trains under the view that the output stream allows.</summary>
    public static PretrainedModel Show(Func<IProgress<PretrainingStep>, PretrainedModel> train) => Console.IsOutputRedirected
        ? train(new InOrder(Plain))
        : Terminal.Open().Status().Start("pretraining", status => train(new InOrder(step => status.Status = Markup.Escape(Text(step)))));

    private static void Plain(PretrainingStep step)
    {
        if (step.Step == step.Steps || step.Step % Math.Max(1, step.Steps / Lines) == 0)
        {
            Console.WriteLine(Text(step));
        }
    }

    private static string Text(PretrainingStep step) => Invariant($"step {step.Step} of {step.Steps}: loss {step.Loss:F3}");

    /// <summary>Reports in the thread that trains, in order; <see cref="Progress{T}"/> would use others.</summary>
    private sealed class InOrder(Action<PretrainingStep> show) : IProgress<PretrainingStep>
    {
        public void Report(PretrainingStep value) => show(value);
    }
}
