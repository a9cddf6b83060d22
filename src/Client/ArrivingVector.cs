using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Federated.Protocol;
using Google.Protobuf;

namespace Federated.Client;

/// <summary>A vector that comes in chunks.</summary>
/// <param name="floats">overwritten</param>
internal sealed class ArrivingVector(float[] floats)
{
    private int _received;

    /// <summary>The vector.</summary>
    public float[] Floats => floats;

    /// <summary>Bytes that have come.</summary>
    public int Received => _received;

    /// <summary>Whether all of it has come.</summary>
    public bool IsWhole => _received == Bytes.Length;

    private Span<byte> Bytes => MemoryMarshal.AsBytes(floats.AsSpan());

    /// <summary>Takes the next bytes.</summary>
    /// <returns>false if they do not follow what has come, or go beyond the end</returns>
    public bool Take(Chunk chunk)
    {
        if (chunk.Offset != _received || chunk.Data.Length > Bytes.Length - _received)
        {
            return false;
        }

        chunk.Data.Span.CopyTo(Bytes[_received..]);
        _received += chunk.Data.Length;
        return true;
    }

    /// <summary>Whether all of it has come and is what a hash says.</summary>
    public bool Is(ByteString sha256) => IsWhole && SHA256.HashData(Bytes).AsSpan().SequenceEqual(sha256.Span);
}
