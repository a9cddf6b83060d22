using Federated.Learning.Data.Partitioning;
using Federated.Learning.Randomness;

namespace Federated.Learning.Data;

/// <summary>Keeps a part of each user's samples from the device.</summary>
public static class AuxiliarySplit
{
    /// <summary>Rounds of the streams with <see cref="Purpose.Partition"/> that a partition uses end below this.</summary>
    private const int Round = 100;

    /// <summary>A random part of each user's samples becomes auxiliary, rounded down; the others stay in the natural partition.</summary>
    /// <param name="data">with users</param>
    /// <param name="share">that part, in (0, 1)</param>
    /// <param name="seed">seed of the run</param>
    /// <exception cref="InputException">The data has no users, samples are no images, or there are auxiliary samples already.</exception>
    public static FederatedDataset Make(FederatedDataset data, double share, ulong seed)
    {
        if (data.Natural is not { } users || data.Auxiliary is not null)
        {
            var reason = data.Natural is null ? "has no users" : "has auxiliary samples already";
            throw new InputException($"data.auxiliary_share: {data.Name} {reason}; expected no such key");
        }

        var (train, _) = data.Halves<ImageSet>("images");
        var (own, elsewhere) = (new List<int[]>(), new List<int[]>());
        var (chosen, next) = (new List<int>(), 0);
        for (var user = 0; user < users.Clients; user++)
        {
            var samples = users[user].ToArray();
            new KeyedStream(seed, Purpose.Partition, Round, user).Shuffle<int>(samples);
            var count = (int)(share * samples.Length);
            chosen.AddRange(samples.AsSpan(0, count));
            elsewhere.Add([.. Enumerable.Range(next, count)]);
            next += count;
            own.Add([.. samples.Skip(count).Order()]);
        }

        return data with
        {
            Natural = Partition.FromLists(own),
            Auxiliary = new AuxiliaryData(new SampleSelection(train, [.. chosen]), Partition.FromLists(elsewhere), Public: null),
        };
    }
}
