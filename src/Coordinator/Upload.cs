using System.Security.Cryptography;
using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>A submission on its way: its bytes are those of an array of floats, so that an update is used where it arrived.</summary>
/// <param name="length">bytes in all</param>
/// <param name="hash">their SHA-256</param>
internal sealed class Upload(long length, byte[] hash)
{
    private readonly float[] _floats = new float[(length + sizeof(float) - 1) / sizeof(float)];
    private readonly Lock _lock = new();
    private int _received;

    /// <summary>Bytes in all.</summary>
    public int Length => (int)length;

    /// <summary>Bytes that have arrived, from the first on.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>Whether it is the one that a header announces.</summary>
    public bool Fits(SubmitHeader header) => header.Up + header.Kept == Length && header.Sha256.Span.SequenceEqual(hash);

    /// <summary>All bytes.</summary>
    public Memory<byte> Bytes => new FloatBytes(_floats).Memory[..Length];

    /// <summary>The same as floats.</summary>
    public float[] Floats => _floats;

    /// <summary>Whether everything has arrived, unchanged.</summary>
    public bool IsWhole => Received == Length && SHA256.HashData(Bytes.Span).AsSpan().SequenceEqual(hash);

    /// <summary>One that was complete before.</summary>
    public static Upload Of(SubmitHeader header, byte[] bytes)
    {
        var upload = new Upload(bytes.Length, header.Sha256.ToByteArray());
        bytes.CopyTo(upload.Bytes);
        upload._received = bytes.Length;
        return upload;
    }

    /// <summary>Takes the next bytes; those that came before are passed over.</summary>
    /// <returns>false if they do not follow what has come, or go beyond the end</returns>
    public bool Take(long offset, ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            if (offset < 0 || offset > _received || offset + data.Length > Length || data.Length > Framing.LargestChunk)
            {
                return false;
            }

            // What has come is not written again: somebody may be using it already.
            var known = (int)Math.Min(_received - offset, data.Length);
            data[known..].CopyTo(Bytes.Span[_received..]);
            Volatile.Write(ref _received, _received + data.Length - known);
            return true;
        }
    }
}
