using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Partitioning;

/// <summary>Splits a training set over clients; the same options, data and seed give the same split.</summary>
public static class Partitioner
{
    /// <summary>Rounds of the streams with <see cref="Purpose.Partition"/>; never renumber.</summary>
    private enum Stream
    {
        Order = 0,
        Mix = 1,
        Pool = 2,
        Draw = 3,
        Size = 4,
        User = 5,
    }

    /// <summary>Makes the split.</summary>
    /// <param name="options">kind of split</param>
    /// <param name="data">the data set, of which the training half is split</param>
    /// <param name="seed">seed of the run</param>
    /// <exception cref="InputException">the data cannot be split like this, for example with more clients than samples</exception>
    public static Partition Create(PartitionOptions options, FederatedDataset data, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options switch
        {
            IidPartitionOptions iid => Iid(iid, data, seed),
            QuantityPartitionOptions quantity => Slices.Skewed(Shuffled(data, seed), quantity, Open(seed, Stream.Size)),
            DirichletPartitionOptions dirichlet => Dirichlet(dirichlet, data, seed),
            PathologicalPartitionOptions pathological => Pathological(pathological, data, seed),
            NaturalPartitionOptions natural => NaturalSplit.Select(natural, data, Open(seed, Stream.User)),
            FilePartitionOptions file => PartitionFile.Read(file.Path, data.Train.Count),
            _ => throw new ArgumentException($"no rule for a partition of kind {options.Kind}", nameof(options)),
        };
    }

    private static Partition Iid(IidPartitionOptions options, FederatedDataset data, ulong seed)
    {
        PerClient(options.Clients, data);
        return Slices.Equal(Shuffled(data, seed), options.Clients);
    }

    private static Partition Dirichlet(DirichletPartitionOptions options, FederatedDataset data, ulong seed)
    {
        var size = PerClient(options.Clients, data);
        var mixes = Mixes(options.Clients, data);
        for (var client = 0; client < options.Clients; client++)
        {
            mixes.DrawDirichlet(client, options.Alpha, Open(seed, Stream.Mix, client));
        }

        return PooledAssignment.Run(mixes, Pools(data, options.Pool, seed), size, Open(seed, Stream.Draw));
    }

    private static Partition Pathological(PathologicalPartitionOptions options, FederatedDataset data, ulong seed)
    {
        var size = PerClient(options.Clients, data);
        var classes = data.Train.Classes;
        if (options.ClassesPerClient > classes)
        {
            throw new InputException(
                $"partition.classes_per_client: {options.ClassesPerClient} classes; {data.Name} has {classes}, so 1 to {classes} are accepted");
        }

        var mixes = Mixes(options.Clients, data);
        var pools = Pools(data, options.Pool, seed);
        var dealer = new ClassDealer(pools, options.Pool);
        for (var client = 0; client < options.Clients; client++)
        {
            mixes.SetEqual(client, dealer.Deal(options.ClassesPerClient, Open(seed, Stream.Mix, client)));
        }

        return PooledAssignment.Run(mixes, pools, size, Open(seed, Stream.Draw));
    }

    /// <summary>floor(n / N): every client's number of samples.</summary>
    private static int PerClient(int clients, FederatedDataset data) =>
        clients >= 1 && clients <= data.Train.Count
            ? data.Train.Count / clients
            : throw new InputException(
                $"partition.clients: {clients} clients; {data.Name} has {data.Train.Count} training samples, so 1 to {data.Train.Count} are accepted");

    private static ClassMixes Mixes(int clients, FederatedDataset data) =>
        (long)clients * data.Train.Classes <= Array.MaxLength
            ? new ClassMixes(clients, data.Train.Classes)
            : throw new InputException(
                $"partition.clients: {clients} clients with {data.Train.Classes} classes; at most {Array.MaxLength / data.Train.Classes} clients are accepted");

    private static int[] Shuffled(FederatedDataset data, ulong seed)
    {
        var order = new int[data.Train.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Open(seed, Stream.Order).Shuffle<int>(order);
        return order;
    }

    private static ClassPools Pools(FederatedDataset data, PoolPolicy policy, ulong seed)
    {
        var pools = new ClassPools(data.Train, policy);
        for (var label = 0; label < data.Train.Classes; label++)
        {
            pools.Shuffle(label, Open(seed, Stream.Pool, label));
        }

        return pools;
    }

    private static KeyedStream Open(ulong seed, Stream stream, int lane = 0) => new(seed, Purpose.Partition, (int)stream, lane);
}
