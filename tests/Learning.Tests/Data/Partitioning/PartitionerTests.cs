using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Xunit;

namespace Federated.Learning.Tests.Data.Partitioning;

public class PartitionerTests
{
    private static readonly Gen<(int Classes, int Clients, int Size, double Alpha, ulong Seed)> Cases =
        Gen.Select(Gen.Int[2, 12], Gen.Int[1, 30], Gen.Int[1, 20], Gen.Double[0.01, 20], Gen.ULong);

    [Fact]
    public void Exclusive_pools_give_every_sample_to_one_client_at_most() =>
        Cases.Sample(c =>
        {
            var data = Sets.Balanced((c.Clients * c.Size) + 3, c.Classes);
            foreach (var options in ExclusiveKinds(c.Clients, c.Alpha, c.Classes))
            {
                AssertDistinct(Partitioner.Create(options, data, c.Seed), data.Train.Count);
            }
        });

    [Fact]
    public void Sizes_are_equal_whatever_the_class_mix() =>
        Cases.Sample(c =>
        {
            var data = Sets.Balanced((c.Clients * c.Size) + (c.Clients / 2), c.Classes);
            foreach (var pool in Enum.GetValues<PoolPolicy>())
            {
                var dirichlet = new DirichletPartitionOptions { Clients = c.Clients, Alpha = c.Alpha, Pool = pool };
                var pathological = new PathologicalPartitionOptions { Clients = c.Clients, ClassesPerClient = 2, Pool = pool };
                Assert.All(Sizes(Partitioner.Create(dirichlet, data, c.Seed)), size => Assert.Equal(c.Size, size));
                Assert.All(Sizes(Partitioner.Create(pathological, data, c.Seed)), size => Assert.Equal(c.Size, size));
            }
        });

    [Fact]
    public void The_same_seed_gives_the_same_split_and_another_seed_another() =>
        Gen.ULong[0, ulong.MaxValue - 1].Sample(
            seed =>
            {
                var data = Sets.Balanced(400, 10);
                foreach (var options in ExclusiveKinds(8, 0.5, 10))
                {
                    var hash = Hash(Partitioner.Create(options, data, seed));
                    Assert.Equal(hash, Hash(Partitioner.Create(options, data, seed)));
                    Assert.NotEqual(hash, Hash(Partitioner.Create(options, data, seed + 1)));
                }
            },
            iter: 20);

    [Fact]
    public void Iid_uses_every_sample_and_sizes_differ_by_one_at_most()
    {
        var data = Sets.Balanced(103, 10);
        var partition = Partitioner.Create(new IidPartitionOptions { Clients = 10 }, data, 1);
        Assert.Equal([11, 11, 11, 10, 10, 10, 10, 10, 10, 10], Sizes(partition));
        AssertDistinct(partition, 103);
    }

    [Fact]
    public void Large_concentrations_approach_equal_class_mixes()
    {
        var data = Sets.Balanced(20_000, 10);

        // 10 clients with 2000 samples: 200 of each class, binomial deviation about 13.
        Assert.InRange(Deviation(data, 1e6), 0, 16);
        Assert.InRange(Deviation(data, 0.1), 100, 600);
    }

    [Fact]
    public void Tiny_concentrations_give_most_clients_one_class()
    {
        var data = Sets.Balanced(10_000, 10);
        var options = new DirichletPartitionOptions { Clients = 20, Alpha = 1e-4, Pool = PoolPolicy.Recycle };
        Assert.InRange(Counts(options, data).Count(row => row.Max() == 500), 18, 20);
    }

    [Fact]
    public void Recycled_pools_repeat_samples_and_leave_others_unused()
    {
        var data = Sets.Balanced(6000, 10);
        var options = new DirichletPartitionOptions { Clients = 20, Alpha = 0.3, Pool = PoolPolicy.Recycle };
        var summary = PartitionSummary.Of(Partitioner.Create(options, data, 20), data.Train);
        Assert.Equal(6000, summary.Samples);

        // The authors' simulator had 5070 distinct samples in this setting, with another generator.
        Assert.InRange(summary.DistinctSamples, 4300, 5700);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Pathological_clients_have_few_classes(int classes)
    {
        var data = Sets.Balanced(6000, 10);
        var recycled = new PathologicalPartitionOptions { Clients = 20, ClassesPerClient = classes, Pool = PoolPolicy.Recycle };
        Assert.All(Counts(recycled, data), row => Assert.InRange(row.Count(n => n > 0), 1, classes));

        // Only what the last clients could not get of their own classes comes from others.
        var exclusive = Counts(recycled with { Pool = PoolPolicy.Exclusive }, data);
        var outside = exclusive.Sum(row => row.OrderDescending().Skip(classes).Sum());
        Assert.InRange(outside, 0, 6000 * 3 / 100);
    }

    [Fact]
    public void Classes_without_samples_are_never_waited_for()
    {
        var data = Sets.WithLabels([.. Enumerable.Repeat(3, 50)], 10);
        foreach (var pool in Enum.GetValues<PoolPolicy>())
        {
            var dirichlet = new DirichletPartitionOptions { Clients = 5, Alpha = 1e-5, Pool = pool };
            Assert.Equal(50, Partitioner.Create(dirichlet, data, 1).Samples);
            Assert.Equal(50, Partitioner.Create(new PathologicalPartitionOptions { Clients = 5, Pool = pool }, data, 1).Samples);
        }
    }

    [Fact]
    public void Quantity_skew_uses_every_sample_and_keeps_the_minimum() =>
        Cases.Sample(c =>
        {
            var data = Sets.Balanced(c.Clients * c.Size * 2, c.Classes);
            var options = new QuantityPartitionOptions { Clients = c.Clients, Alpha = c.Alpha, MinSamples = c.Size };
            var partition = Partitioner.Create(options, data, c.Seed);
            Assert.All(Sizes(partition), size => Assert.InRange(size, c.Size, data.Train.Count));
            Assert.Equal(data.Train.Count, partition.Samples);
            AssertDistinct(partition, data.Train.Count);
        });

    [Fact]
    public void More_clients_than_samples_are_refused_with_both_numbers()
    {
        var data = Sets.Balanced(10, 2);
        foreach (var options in ExclusiveKinds(11, 1, 2))
        {
            var message = Assert.Throws<InputException>(() => Partitioner.Create(options, data, 1)).Message;
            Assert.Contains("11", message);
            Assert.Contains("10", message);
        }
    }

    [Fact]
    public void More_classes_per_client_than_there_are_are_refused()
    {
        var options = new PathologicalPartitionOptions { Clients = 2, ClassesPerClient = 3 };
        var message = Assert.Throws<InputException>(() => Partitioner.Create(options, Sets.Balanced(10, 2), 1)).Message;
        Assert.Equal("partition.classes_per_client: 3 classes; toy has 2, so 1 to 2 are accepted", message);
    }

    [Fact]
    public void Splits_of_a_seed_never_change()
    {
        // Published seeds must keep their meaning: a new hash here is a breaking change.
        var data = Sets.Balanced(600, 10);
        PartitionOptions[] kinds =
        [
            new IidPartitionOptions { Clients = 20 },
            new DirichletPartitionOptions { Clients = 20 },
            new DirichletPartitionOptions { Clients = 20, Pool = PoolPolicy.Recycle },
            new PathologicalPartitionOptions { Clients = 20 },
            new QuantityPartitionOptions { Clients = 20 },
        ];
        Assert.Equal(
            ["C905EFC4531A0F5E", "8C6EFF6C5A3F98E6", "3E5002EA8DBF6227", "21939A32E9C1F983", "268F2CDE993AC06D"],
            kinds.Select(options => Hash(Partitioner.Create(options, data, 20))[..16]));
    }

    private static PartitionOptions[] ExclusiveKinds(int clients, double alpha, int classes) =>
    [
        new IidPartitionOptions { Clients = clients },
        new DirichletPartitionOptions { Clients = clients, Alpha = alpha },
        new PathologicalPartitionOptions { Clients = clients, ClassesPerClient = Math.Min(2, classes) },
        new QuantityPartitionOptions { Clients = clients, Alpha = alpha, MinSamples = 1 },
    ];

    private static double Deviation(FederatedDataset data, double alpha)
    {
        var counts = Counts(new DirichletPartitionOptions { Clients = 10, Alpha = alpha }, data);
        return counts.SelectMany(row => row).Average(n => Math.Abs(n - 200.0));
    }

    private static int[][] Counts(PartitionOptions options, FederatedDataset data) =>
        PartitionSummary.Of(Partitioner.Create(options, data, 20), data.Train).Counts;

    private static int[] Sizes(Partition partition) => [.. Enumerable.Range(0, partition.Clients).Select(i => partition[i].Length)];

    private static void AssertDistinct(Partition partition, int samples)
    {
        var all = Enumerable.Range(0, partition.Clients).SelectMany(i => partition[i].ToArray()).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, index => Assert.InRange(index, 0, samples - 1));
    }

    private static string Hash(Partition partition)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> word = stackalloc byte[4];
        for (var client = 0; client < partition.Clients; client++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(word, ~partition[client].Length);
            sha.AppendData(word);
            foreach (var index in partition[client])
            {
                BinaryPrimitives.WriteInt32LittleEndian(word, index);
                sha.AppendData(word);
            }
        }

        return Convert.ToHexString(sha.GetHashAndReset());
    }
}
