using Federated.Learning.Randomness;

namespace Federated.Learning.Rounds;

/// <summary>The same number of clients each round, uniform without replacement (Floyd's algorithm: O(count) memory).</summary>
/// <param name="clients">number of clients N</param>
/// <param name="count">clients per round</param>
/// <param name="seed">seed of the run</param>
public sealed class FixedCohort(int clients, int count, ulong seed) : ICohortSampler
{
    /// <inheritdoc/>
    public int[] Sample(int round)
    {
        var stream = new KeyedStream(seed, Purpose.Cohort, round);
        var chosen = new SortedSet<int>();
        for (var last = clients - count; last < clients; last++)
        {
            var candidate = stream.NextInt32(last + 1);
            if (!chosen.Add(candidate))
            {
                chosen.Add(last);
            }
        }

        return [.. chosen];
    }
}
