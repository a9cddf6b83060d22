using System.Buffers.Binary;
using System.Security.Cryptography;
using Federated.Learning.Data.Partitioning;
using Xunit;

namespace Federated.Learning.Tests.Data.Partitioning;

/// <summary>A split is recognised by who has which samples, in which order.</summary>
public sealed class PartitionHashTests
{
    [Fact]
    public void It_is_that_of_counts_and_indices_as_little_endian_int32()
    {
        int[] numbers = [2, 7, 300, 0, 1, 5];
        var bytes = new byte[numbers.Length * sizeof(int)];
        foreach (var (i, number) in numbers.Index())
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), number);
        }

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Hash([7, 300], [], [5]));
    }

    [Fact]
    public void Another_order_another_owner_or_another_border_is_another_split()
    {
        string[] hashes = [Hash([1, 2], [3]), Hash([2, 1], [3]), Hash([3], [1, 2]), Hash([1], [2, 3]), Hash([1, 2, 3], []), Hash([1, 2, 3])];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    private static string Hash(params int[][] clients) => PartitionHash.Of(Partition.FromLists(clients));
}
