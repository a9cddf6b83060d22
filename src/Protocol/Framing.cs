using System.Security.Cryptography;
using Google.Protobuf;

namespace Federated.Protocol;

/// <summary>Long byte sequences as chunks.</summary>
public static class Framing
{
    /// <summary>Bytes of the longest chunk.</summary>
    public const int LargestChunk = 1 << 20;

    /// <summary>Cuts bytes into chunks, without copying them: they must not change before the last chunk is sent.</summary>
    /// <param name="bytes">all of them</param>
    /// <param name="offset">where to begin</param>
    public static IEnumerable<Chunk> Chunks(ReadOnlyMemory<byte> bytes, long offset)
    {
        for (var at = offset; at < bytes.Length; at += LargestChunk)
        {
            var length = (int)Math.Min(LargestChunk, bytes.Length - at);
            yield return new Chunk { Offset = at, Data = UnsafeByteOperations.UnsafeWrap(bytes.Slice((int)at, length)) };
        }
    }

    /// <summary>SHA-256.</summary>
    public static ByteString Hash(ReadOnlySpan<byte> bytes) => UnsafeByteOperations.UnsafeWrap(SHA256.HashData(bytes));
}
