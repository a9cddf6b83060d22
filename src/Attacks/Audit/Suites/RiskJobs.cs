using Federated.Attacks.Influence;

namespace Federated.Attacks.Audit;

/// <summary>What single samples' gradients give away, without an attack.</summary>
internal static class RiskJobs
{
    /// <summary>Scores one of a client's samples at the model of a round.</summary>
    /// <param name="attacked">with the samples</param>
    /// <param name="sample">its position</param>
    /// <param name="classNames">what classes are called</param>
    /// <param name="stop">ends it early</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static AuditRisk Score(AuditCase attacked, int sample, IReadOnlyList<string>? classNames, CancellationToken stop)
    {
        var observation = attacked.Observation;
        var inputs = attacked.Original(sample).ToArray();
        observation.Normalisation.Apply(inputs, attacked.Shape);
        var risk = RiskScorer.Rank(observation.Network, observation.Before, inputs, attacked.Labels.AsMemory(sample, 1), new RiskOptions(), stop)[0];
        return new AuditRisk
        {
            Round = attacked.Round,
            Client = attacked.SingleClient,
            Sample = sample,
            Label = TrialResult.NameOf(attacked.Labels![sample], classNames),
            Error = observation.Normalisation.Std.ToArray().Average() * (risk.BoundedRmse ?? risk.PredictedRmse),
            Original = Pictures.Encode(attacked.Original(sample), attacked.Shape),
        };
    }
}
