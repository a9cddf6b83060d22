using System.Collections.Concurrent;
using Federated.Protocol;
using Google.Protobuf;

namespace Federated.Coordinator;

/// <summary>What nodes may fetch in a round, by its SHA-256.</summary>
internal sealed class VectorStore
{
    private readonly ConcurrentDictionary<ByteString, ReadOnlyMemory<byte>> _vectors = new();

    /// <summary>Offers bytes; they must not change before <see cref="Clear"/>.</summary>
    /// <returns>their SHA-256</returns>
    public ByteString Offer(ReadOnlyMemory<byte> bytes)
    {
        var hash = Framing.Hash(bytes.Span);
        _vectors[hash] = bytes;
        return hash;
    }

    /// <summary>Bytes that are offered; null if none have this hash.</summary>
    public ReadOnlyMemory<byte>? Find(ByteString hash) => _vectors.TryGetValue(hash, out var bytes) ? bytes : null;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _vectors.Clear();
}
