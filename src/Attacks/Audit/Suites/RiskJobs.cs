using Federated.Attacks.Influence;

namespace Federated.Attacks.Audit;

/// <summary>What single samples' gradients give away, without an attack.</summary>
internal static class RiskJobs
{
    /// <summary>Scores a client's samples at the model of a round, one after the other until stopped.</summary>
    /// <param name="attacked">with the samples</param>
    /// <param name="most">how many at most</param>
    /// <param name="classNames">what classes are called</param>
    /// <param name="stop">ends it early</param>
    public static IReadOnlyList<AuditRisk> Score(AuditCase attacked, int most, IReadOnlyList<string>? classNames, CancellationToken stop)
    {
        var (observation, shape) = (attacked.Observation, attacked.Shape);
        var deviation = observation.Normalisation.Std.ToArray().Average();
        var risks = new List<AuditRisk>();
        for (var sample = 0; sample < Math.Min(most, attacked.Labels!.Length) && !stop.IsCancellationRequested; sample++)
        {
            var inputs = attacked.Original(sample).ToArray();
            observation.Normalisation.Apply(inputs, shape);
            var risk = RiskScorer.Rank(observation.Network, observation.Before, inputs, attacked.Labels.AsMemory(sample, 1), new RiskOptions())[0];
            risks.Add(new AuditRisk
            {
                Round = attacked.Round,
                Client = attacked.Client,
                Sample = sample,
                Label = TrialResult.NameOf(attacked.Labels[sample], classNames),
                Error = deviation * (risk.BoundedRmse ?? risk.PredictedRmse),
                Original = Pictures.Encode(attacked.Original(sample), shape),
            });
        }

        return risks;
    }
}
