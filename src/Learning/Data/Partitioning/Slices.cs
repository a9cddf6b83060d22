using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Partitioning;

/// <summary>Splits that cut a shuffled set into consecutive pieces.</summary>
internal static class Slices
{
    /// <summary>Pieces whose sizes differ by one at most; the first clients have the larger ones.</summary>
    public static Partition Equal(int[] order, int clients)
    {
        var (size, remainder) = Math.DivRem(order.Length, clients);
        var offsets = new int[clients + 1];
        for (var client = 0; client < clients; client++)
        {
            offsets[client + 1] = offsets[client] + size + (client < remainder ? 1 : 0);
        }

        return new Partition(order, offsets);
    }

    /// <summary>Pieces of at least the smallest size; what is beyond that is shared out by a Dirichlet draw.</summary>
    public static Partition Skewed(int[] order, QuantityPartitionOptions options, KeyedStream stream)
    {
        var reserved = (long)options.Clients * options.MinSamples;
        if (options.Clients < 1 || options.MinSamples < 1 || reserved > order.Length)
        {
            var accepted = order.Length >= options.Clients
                ? $"partition.min_samples from 1 to {order.Length / options.Clients}"
                : $"partition.clients from 1 to {order.Length}";
            throw new InputException(
                $"partition.min_samples: {options.Clients} clients with at least {options.MinSamples} samples need {reserved}; the training set has {order.Length}, so {accepted} is accepted");
        }

        var shares = new double[options.Clients];
        stream.NextDirichlet(options.Alpha, shares);
        var free = order.Length - (int)reserved;
        var offsets = new int[options.Clients + 1];
        var cumulated = 0.0;
        for (var client = 0; client < options.Clients; client++)
        {
            // Rounding the running sum instead of each share makes the sizes add up exactly.
            cumulated += shares[client];
            var taken = Math.Min(free, (int)Math.Round(cumulated * free));
            offsets[client + 1] = taken + ((client + 1) * options.MinSamples);
        }

        offsets[^1] = order.Length;
        return new Partition(order, offsets);
    }
}
