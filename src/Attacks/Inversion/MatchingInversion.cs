using System.Numerics;
using Federated.Attacks.Inversion.Labels;
using Federated.Attacks.Inversion.Objectives;
using Federated.Attacks.Inversion.Optimisers;

namespace Federated.Attacks.Inversion;

/// <summary>
/// Dummy samples whose gradient matches the one that was sent: DLG, iDLG, Inverting Gradients, GradInversion and SME are settings of this one path.
/// </summary>
/// <param name="name">on the command line</param>
/// <param name="summary">in one line</param>
/// <param name="threat">the least that the adversary has</param>
/// <param name="defaults">settings</param>
internal sealed class MatchingInversion(string name, string summary, ThreatModel threat, InversionOptions defaults) : IInversion
{
    public string Name => name;

    public string Summary => summary;

    public ThreatModel Threat => threat;

    public InversionOptions Defaults => defaults;

    public Reconstruction Run(Observation observation, InversionOptions options, IProgress<InversionProgress>? progress, CancellationToken stop)
    {
        observation.Check(name, threat);
        InversionRules.Check(options);
        var labels = LabelRecovery.Resolve(name, observation, options, stop);
        return options.Numbers is NumberFormat.Float64
            ? Run<double>(observation, options, labels, progress, stop)
            : Run<float>(observation, options, labels, progress, stop);
    }

    private static Reconstruction Run<T>(
        Observation observation, InversionOptions options, int[]? labels, IProgress<InversionProgress>? progress, CancellationToken stop)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var problem = new MatchingProblem<T>(observation, options, labels);
        var box = options.Box ? new PixelBox(observation.Network.Input, observation.Normalisation, observation.Samples) : null;
        var (best, restart, evaluations) = Restarts.Run(options, () => new MatchingRunner<T>(problem, box), progress, stop);
        var pixels = observation.Samples * observation.Network.Input.Size;
        return new Reconstruction
        {
            Inputs = best.Variables[..pixels],
            Labels = labels ?? ArgMax(best.Variables.AsSpan(pixels), observation.Network.Classes),
            Objective = best.Objective,
            Evaluations = evaluations,
            Restart = restart,
            Alpha = best.Alpha,
            IsPartial = stop.IsCancellationRequested,
        };
    }

    private static int[] ArgMax(ReadOnlySpan<float> logits, int classes)
    {
        var labels = new int[logits.Length / classes];
        for (var i = 0; i < labels.Length; i++)
        {
            var row = logits.Slice(i * classes, classes);
            for (var c = 1; c < classes; c++)
            {
                labels[i] = row[c] > row[labels[i]] ? c : labels[i];
            }
        }

        return labels;
    }
}
