using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Federated.Learning.Data.Partitioning;

/// <summary>Recognises a split: whoever makes it from the same file and the same data has the same hash.</summary>
public static class PartitionHash
{
    /// <summary>
    /// SHA-256 over the clients in order: the number of a client's samples, then their indices in the client's order, all int32, little-endian.
    /// </summary>
    /// <returns>64 lower-case hexadecimal digits</returns>
    public static string Of(Partition partition)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = Array.Empty<byte>();
        for (var client = 0; client < partition.Clients; client++)
        {
            var samples = partition[client];
            var length = (samples.Length + 1) * sizeof(int);
            if (bytes.Length < length)
            {
                bytes = new byte[2 * length];
            }

            BinaryPrimitives.WriteInt32LittleEndian(bytes, samples.Length);
            for (var i = 0; i < samples.Length; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((i + 1) * sizeof(int)), samples[i]);
            }

            hash.AppendData(bytes.AsSpan(0, length));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
