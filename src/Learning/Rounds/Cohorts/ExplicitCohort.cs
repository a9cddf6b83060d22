namespace Federated.Learning.Rounds;

/// <summary>Imposed lists of clients, repeated from the beginning when there are more rounds than lists.</summary>
/// <param name="rounds">client ids of each round</param>
public sealed class ExplicitCohort(int[][] rounds) : ICohortSampler
{
    /// <inheritdoc/>
    public int[] Sample(int round) => [.. rounds[(round - 1) % rounds.Length].Order()];
}
