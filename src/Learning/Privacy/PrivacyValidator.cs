using Federated.Learning.Experiments;
using Federated.Learning.Experiments.Binding;
using Federated.Learning.Gossip;
using Federated.Learning.Models;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Privacy;

/// <summary>Checks that an experiment's defences can do what they are there for.</summary>
internal static class PrivacyValidator
{
    /// <summary>Everything that can be said before data is loaded.</summary>
    public static IEnumerable<ExperimentProblem> Check(Experiment experiment) => experiment.Privacy is not { } privacy
        ? []
        : CheckChain(privacy).Concat(privacy.Defences.SelectMany((defence, i) => CheckDefence(experiment, defence, $"privacy.defences[{i}]")));

    /// <summary>Refuses a layer that the network has not.</summary>
    /// <exception cref="InputException">with what would be accepted</exception>
    public static void RequireLayers(Experiment experiment, Network network)
    {
        var defences = experiment.Privacy?.Defences ?? [];
        for (var i = 0; i < defences.Length; i++)
        {
            if (defences[i] is SoteriaOptions soteria && RepresentationProbe.Refuse(network, soteria.Layer) is { } refusal)
            {
                throw new InputException($"privacy.defences[{i}].layer: {refusal}");
            }
        }
    }

    private static IEnumerable<ExperimentProblem> CheckChain(PrivacyOptions privacy)
    {
        for (var i = 0; i < privacy.Defences.Length; i++)
        {
            var defence = privacy.Defences[i];
            if (defence is not UpdateDefenceOptions && privacy.Defences.Take(i).Any(other => other.Name == defence.Name))
            {
                yield return new ExperimentProblem($"privacy.defences[{i}].name", $"{defence.Name} is given twice; expected it once at most");
            }
        }
    }

    private static IEnumerable<ExperimentProblem> CheckDefence(Experiment experiment, DefenceOptions defence, string key) => defence switch
    {
        DecoyOptions { Source: DecoySource.Photos } when experiment.Data.Cameras is null =>
            [new ExperimentProblem($"{key}.source", "photos is only accepted with data.cameras; expected training_set")],
        DecoyOptions { Source: DecoySource.Photos, Mixing: DecoyMixing.Add } =>
            [new ExperimentProblem($"{key}.mixing", "add is not accepted with source: photos; expected replace")],
        DecoyOptions => [],
        _ when experiment.Algorithm is SharedSeedOptions =>
            [new ExperimentProblem($"{key}.name", $"{defence.Name} is not accepted with {experiment.Algorithm.Name}, whose machines send no update but a byte for each sample; expected no such section")],
        UpdateDefenceOptions when experiment.Algorithm is GossipAlgorithmOptions gossip && gossip.Create<float>(experiment.Seed).MessageKind == GossipMessage.Difference =>
            [new ExperimentProblem($"{key}.name", $"{defence.Name} is not accepted with {gossip.Name}, which compresses what it sends itself, and makes good later what was lost; expected no such defence, or d-psgd, dfedavg, dfedavgm, dfedsam or dfedsam-mgs")],
        SoteriaOptions when experiment.Task != TaskKind.Classification =>
            [new ExperimentProblem($"{key}.name", $"soteria is not accepted with task: {KeyNames.FromCode($"{experiment.Task}")}, whose samples are no images; expected task: classification")],
        PerExampleClipOptions when experiment.Task != TaskKind.Classification =>
            [new ExperimentProblem($"{key}.name", $"per_example_clip is not accepted with task: {KeyNames.FromCode($"{experiment.Task}")}, whose gradients are not taken sample by sample; expected task: classification")],
        SecureAggregationOptions => CheckAggregation(experiment, key),
        _ => [],
    };

    /// <summary>The sum over one client is its update.</summary>
    private static IEnumerable<ExperimentProblem> CheckAggregation(Experiment experiment, string key)
    {
        if (experiment.Algorithm is GossipAlgorithmOptions)
        {
            yield return new ExperimentProblem($"{key}.name", $"secure_aggregation is not accepted with {experiment.Algorithm.Name}, which has no server; expected no such defence");
        }

        var alone = experiment.Cohort switch
        {
            FixedCohortOptions { Count: 1 } => "cohort.count",
            ExplicitCohortOptions { Rounds: var rounds } when Array.FindIndex(rounds, ids => ids.Length == 1) is var i and >= 0 => $"cohort.rounds[{i}]",
            BernoulliCohortOptions => "cohort.kind",
            _ => null,
        };
        if (alone is not null)
        {
            var why = alone == "cohort.kind" ? "bernoulli draws a cohort of one now and then" : "a cohort of one";
            yield return new ExperimentProblem(alone, $"{why} is not accepted with secure_aggregation, because the sum would be that client's update; expected two clients or more in every round");
        }
    }
}
