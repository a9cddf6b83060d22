using Federated.Learning.Experiments;

namespace Federated.Learning.Rounds;

/// <summary>Makes the sampler that an experiment asks for.</summary>
public static class CohortSamplers
{
    /// <summary>Checks the options against the number of clients and makes the sampler.</summary>
    /// <exception cref="InputException">More clients asked for than there are, or unknown ids.</exception>
    public static ICohortSampler Create(CohortOptions options, int clients, ulong seed) => options switch
    {
        FixedCohortOptions { Count: var count } when count > clients =>
            throw new InputException($"cohort.count: {count} is more than the {clients} clients; expected at most {clients}"),
        FixedCohortOptions { Count: var count } => new FixedCohort(clients, count, seed),
        BernoulliCohortOptions { Ratio: var ratio } => new BernoulliCohort(clients, ratio, seed),
        ExplicitCohortOptions { Rounds: var rounds } => Explicit(rounds, clients),
        _ => throw new InputException($"cohort.kind: '{options.Kind}' has no sampler"),
    };

    private static ExplicitCohort Explicit(int[][] rounds, int clients)
    {
        for (var round = 0; round < rounds.Length; round++)
        {
            foreach (var client in rounds[round])
            {
                if (client < 0 || client >= clients)
                {
                    throw new InputException(
                        $"cohort.rounds[{round}]: there is no client {client}; expected ids from 0 to {clients - 1}");
                }
            }
        }

        return new ExplicitCohort(rounds);
    }
}
