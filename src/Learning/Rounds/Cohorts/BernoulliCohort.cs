using Federated.Learning.Randomness;

namespace Federated.Learning.Rounds;

/// <summary>Each client independently with the same probability; drawn again while empty.</summary>
/// <param name="clients">number of clients N</param>
/// <param name="ratio">probability of taking part</param>
/// <param name="seed">seed of the run</param>
public sealed class BernoulliCohort(int clients, double ratio, ulong seed) : ICohortSampler
{
    /// <inheritdoc/>
    public int[] Sample(int round)
    {
        var stream = new KeyedStream(seed, Purpose.Cohort, round);
        while (true)
        {
            var chosen = new List<int>();
            for (var client = 0; client < clients; client++)
            {
                if (stream.NextDouble() < ratio)
                {
                    chosen.Add(client);
                }
            }

            if (chosen.Count > 0)
            {
                return [.. chosen];
            }
        }
    }
}
