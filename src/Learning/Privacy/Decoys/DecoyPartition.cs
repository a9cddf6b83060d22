using Federated.Learning.Data.Partitioning;
using Federated.Learning.Randomness;

namespace Federated.Learning.Privacy;

/// <summary>Whose samples are whose, with decoys.</summary>
internal static class DecoyPartition
{
    /// <summary>Takes public samples away from clients.</summary>
    /// <param name="options">share of public samples</param>
    /// <param name="partition">which samples each client was given</param>
    /// <param name="count">samples in the training set</param>
    /// <param name="seed">seed of the run</param>
    /// <returns>what each client holds, in the same order</returns>
    public static Partition WithoutPublic(DecoyOptions options, Partition partition, int count, ulong seed)
    {
        var isPublic = IsPublic(options, count, seed);
        return Partition.FromLists([.. Enumerable.Range(0, partition.Clients)
            .Select(client => partition[client].ToArray().Where(sample => !isPublic[sample]).ToArray())]);
    }

    /// <summary>Mixes decoys in.</summary>
    /// <param name="options">how many, and how</param>
    /// <param name="own">what each client holds</param>
    /// <param name="count">samples in the training set</param>
    /// <param name="seed">seed of the run</param>
    /// <returns>what each client trains on: its own samples first, decoys behind them</returns>
    /// <exception cref="InputException">There is nothing foreign.</exception>
    public static Partition Mix(DecoyOptions options, Partition own, int count, ulong seed)
    {
        var isPublic = IsPublic(options, count, seed);
        int[] open = [.. Enumerable.Range(0, count).Where(sample => isPublic[sample])];
        return Partition.FromLists([.. Enumerable.Range(0, own.Clients).Select(client => Mix(options, own[client], open, count, client, seed))]);
    }

    private static int[] Mix(DecoyOptions options, ReadOnlySpan<int> own, int[] open, int count, int client, ulong seed)
    {
        var stream = new KeyedStream(seed, Purpose.Decoys, lane: client);
        int[] kept = own.ToArray();
        var decoys = (int)Math.Round(options.Mixing == DecoyMixing.Replace ? options.Share * own.Length : options.Share / (1.0 - options.Share) * own.Length);
        if (options.Mixing == DecoyMixing.Replace)
        {
            stream.Shuffle<int>(kept);
            kept = kept[..(own.Length - decoys)];
        }

        return [.. kept, .. Draw(Foreign(options, own, open, count), decoys, ref stream)];
    }

    private static int[] Foreign(DecoyOptions options, ReadOnlySpan<int> own, int[] open, int count)
    {
        var foreign = options.PublicShare > 0.0 ? open : [.. Enumerable.Range(0, count).Except(own.ToArray())];
        return foreign.Length > 0
            ? foreign
            : throw new InputException("privacy.defences: decoys have nowhere to come from: no sample of the training set is foreign to a client; expected more samples, or a larger public_share");
    }

    /// <summary>Draws without putting back until all were drawn once, then again.</summary>
    private static int[] Draw(int[] from, int number, ref KeyedStream stream)
    {
        var order = from.ToArray();
        var drawn = new int[number];
        for (var i = 0; i < number; i++)
        {
            if (i % order.Length == 0)
            {
                stream.Shuffle<int>(order);
            }

            drawn[i] = order[i % order.Length];
        }

        return drawn;
    }

    private static bool[] IsPublic(DecoyOptions options, int count, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new KeyedStream(seed, Purpose.PublicSamples).Shuffle<int>(order);
        var isPublic = new bool[count];
        foreach (var sample in order[..(int)Math.Round(options.PublicShare * count)])
        {
            isPublic[sample] = true;
        }

        return isPublic;
    }
}
