using Federated.Attacks.Inversion.Labels;
using Federated.Learning;

namespace Federated.Attacks.Inversion.Unrolled;

/// <summary>
/// The data-leakage attack on federated averaging (DLFA, Dimitrov et al. 2022): images on which the whole local training, step by step, would send what was
/// sent. The yardstick for attacks that do not know the training.
/// </summary>
/// <param name="name">on the command line</param>
/// <param name="summary">in one line</param>
/// <param name="defaults">settings</param>
internal sealed class UnrolledInversion(string name, string summary, InversionOptions defaults) : IInversion
{
    public string Name => name;

    public string Summary => summary;

    public ThreatModel Threat => ThreatModel.C;

    public InversionOptions Defaults => defaults;

    public Reconstruction Run(Observation observation, InversionOptions options, IProgress<InversionProgress>? progress, CancellationToken stop)
    {
        observation.Check(name, Threat);
        InversionRules.Check(options);
        if (options.Optimizer is not InversionOptimizer.Adam)
        {
            throw new InputException($"attack.optimizer: {name} takes adam only");
        }

        if (observation.Clients > 1)
        {
            throw new InputException($"{name}: simulates how one client trained, and this is the sum of {observation.Clients} clients' updates; expected the update of one client, or sme");
        }

        if (observation.Training is null || observation.LearningRate is null)
        {
            throw new InputException($"{name}: needs the client's training and its learning rate, which the transcript does not hold; expected a transcript with both, or sme");
        }

        var labels = LabelRecovery.Resolve(name, observation, options, stop)
            ?? throw new InputException($"attack.labels: {name} cannot optimise labels; expected another strategy than joint");
        var (best, restart, evaluations) = Restarts.Run(options, () => new UnrolledRunner(observation, options, labels), progress, stop);
        return new Reconstruction
        {
            Inputs = EpochMerge.Merge(best.Variables, observation.Network.Input, labels),
            Labels = labels,
            Objective = best.Objective,
            Evaluations = evaluations,
            Restart = restart,
            IsPartial = stop.IsCancellationRequested,
        };
    }
}
