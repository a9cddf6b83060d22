using System.Security.Cryptography;
using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>A submission on its way.</summary>
/// <param name="length">bytes in all</param>
/// <param name="hash">their SHA-256</param>
internal sealed class Upload(long length, byte[] hash)
{
    private readonly byte[] _bytes = new byte[length];
    private readonly Lock _lock = new();
    private int _received;

    /// <summary>Bytes that have arrived, from the first on.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>Whether it is the one that a header announces.</summary>
    public bool Fits(SubmitHeader header) => header.Up + header.Kept == _bytes.Length && header.Sha256.Span.SequenceEqual(hash);

    /// <summary>All bytes.</summary>
    public Memory<byte> Bytes => _bytes;

    /// <summary>Whether everything has arrived, unchanged.</summary>
    public bool IsWhole => Received == _bytes.Length && SHA256.HashData(_bytes).AsSpan().SequenceEqual(hash);

    /// <summary>Takes the next bytes; those that came before are passed over.</summary>
    /// <returns>false if they do not follow what has come, or go beyond the end</returns>
    public bool Take(long offset, ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            if (offset < 0 || offset > _received || offset + data.Length > _bytes.Length || data.Length > Framing.LargestChunk)
            {
                return false;
            }

            // What has come is not written again: somebody may be using it already.
            var known = (int)Math.Min(_received - offset, data.Length);
            data[known..].CopyTo(_bytes.AsSpan(_received));
            Volatile.Write(ref _received, _received + data.Length - known);
            return true;
        }
    }
}
