namespace Federated.Simulator.Reports;

/// <summary>The last comparison of weights of a run with a shared seed.</summary>
/// <param name="Hash">in hexadecimal</param>
/// <param name="Round">round after which machines compared</param>
/// <param name="Machines">machines that had this hash; null when the run does not say</param>
internal sealed record PageWeights(string Hash, int Round, int? Machines)
{
    /// <summary>Finds the comparison; null for a run without one.</summary>
    public static PageWeights? From(RunRecord run) =>
        run.Rounds.LastOrDefault(round => round.SharedSeed?.WeightHash is not null) is { } round
            ? new PageWeights(round.SharedSeed!.WeightHash!, round.Round, round.SharedSeed.Agreeing)
            : null;
}
