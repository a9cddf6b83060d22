using Federated.Learning;
using static System.FormattableString;

namespace Federated.Simulator.Commands;

/// <summary>The figures of a topology for people.</summary>
internal static class TopologyText
{
    private const int LabelWidth = 16;

    /// <summary>Writes them.</summary>
    /// <param name="output">where to</param>
    /// <param name="figures">the figures</param>
    /// <param name="problem">why runs refuse this graph; null if they do not</param>
    public static void Write(TextWriter output, TopologyFigures figures, string? problem)
    {
        output.WriteLine(Invariant($"{figures.Name} of {Count(figures.Nodes, "node")}, weights {figures.Weights}"));
        if (!figures.Static)
        {
            output.WriteLine("The graph changes every round: these are the figures of round 1.");
        }

        output.WriteLine();
        Line(output, figures.Directed ? "arcs" : "links", Invariant($"{figures.Edges:N0}{(figures.Connected ? "" : ", not connected")}"));
        Line(output, figures.Directed ? "received from" : "neighbours", Degrees(figures));
        Line(output, "lambda", Invariant($"{figures.Lambda:F6}"));
        Line(output, "spectral gap", Invariant($"{figures.SpectralGap:F6}"));
        output.WriteLine();
        foreach (var sentence in Sentences(figures, problem))
        {
            output.WriteLine(sentence);
        }

        output.WriteLine();
        Costs(output, figures);
    }

    private static void Line(TextWriter output, string label, string value) => output.WriteLine($"  {label.PadRight(LabelWidth)}{value}");

    private static string Degrees(TopologyFigures figures) => figures.DegreeMin == figures.DegreeMax
        ? Invariant($"{figures.DegreeMax} each")
        : Invariant($"{figures.DegreeMin} to {figures.DegreeMax}, {figures.DegreeMean:0.##} on average");

    private static IEnumerable<string> Sentences(TopologyFigures figures, string? problem)
    {
        if (problem is not null)
        {
            yield return $"Runs refuse this graph: {problem}.";
        }
        else if (!figures.KeepsMean)
        {
            yield return "The weights are not doubly stochastic: the mean of the models drifts.";
        }

        if (figures.StepsForContraction is { } steps)
        {
            yield return Invariant($"One gossip step leaves at most {Share(figures.Lambda)} of the models' distance from their mean,");
            yield return Invariant($"Q = {steps:N0} {(steps == 1 ? "step leaves" : "steps leave")} at most {Share(figures.Contraction)}.");
        }
        else if (figures.KeepsMean)
        {
            yield return "Gossip steps on this graph alone do not bring all models together: lambda is 1.";
        }

        if (figures.Cycle is { } rounds)
        {
            var what = rounds == 1 ? "Every round" : Invariant($"A full cycle of {rounds} rounds");
            yield return figures.CycleResidual == 0.0
                ? $"{what} gives every node the exact mean."
                : Invariant($"{what} leaves at most {Share(figures.CycleResidual!.Value)} of the models' distance from their mean.");
        }
    }

    private static void Costs(TextWriter output, TopologyFigures figures)
    {
        int[] steps = figures.StepsForContraction is { } needed and > 1 ? [1, needed] : [1];
        string[][] rows =
        [
            ["gossip steps Q", .. steps.Select(q => Invariant($"{q:N0}"))],
            ["messages", .. steps.Select(q => Invariant($"{q * figures.MessagesPerRound:N0}"))],
            ["bytes", .. steps.Select(q => ByteText.Of((double)q * figures.BytesPerRound))],
            ["busiest node", .. steps.Select(q => ByteText.Of((double)q * figures.BytesBusiestNode))],
        ];
        output.WriteLine(Invariant($"A round, with models of {figures.Parameters:N0} numbers:"));
        foreach (var row in rows)
        {
            Line(output, row[0], string.Concat(row[1..].Select(cell => cell.PadLeft(12))));
        }
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : Invariant($"{number:N0} {what}s");

    private static string Share(double fraction) => Invariant($"{100 * fraction:0.####} %");
}
