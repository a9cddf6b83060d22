using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Partitioning;

/// <summary>Chooses users of the split that comes with the data.</summary>
internal static class NaturalSplit
{
    /// <summary>Users with enough samples, all of them or a random choice, in their order.</summary>
    /// <exception cref="InputException">the data has no users, or too few of them</exception>
    public static Partition Select(NaturalPartitionOptions options, FederatedDataset data, KeyedStream stream)
    {
        if (data.Natural is not { } users)
        {
            throw new InputException(
                $"partition.kind: natural; {data.Name} has no users, so iid, dirichlet, pathological, quantity or file is accepted");
        }

        var enough = Enumerable.Range(0, users.Clients).Where(user => users[user].Length >= Math.Max(1, options.MinSamples)).ToArray();
        var wanted = options.Clients ?? enough.Length;
        if (wanted < 1 || wanted > enough.Length)
        {
            var (key, accepted) = enough.Length > 0
                ? ("clients", $"1 to {enough.Length} are accepted")
                : ("min_samples", "a smaller number is accepted");
            throw new InputException(
                $"partition.{key}: {data.Name} has {enough.Length} users with at least {options.MinSamples} samples; {wanted} clients were asked for, {accepted}");
        }

        if (wanted < enough.Length)
        {
            stream.Shuffle<int>(enough);
            enough = enough[..wanted];
            Array.Sort(enough);
        }

        return Partition.FromLists([.. enough.Select(user => users[user].ToArray())]);
    }
}
