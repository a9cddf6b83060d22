using System.Security.Cryptography;
using Federated.Protocol;

namespace Federated.Coordinator.Uploads;

/// <summary>A submission on its way. Its bytes are hashed while they come. Thread-safe.</summary>
internal sealed class Upload
{
    private readonly Lock _lock = new();
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly UploadRoom _room;
    private readonly byte[] _hash;
    private UploadPlace? _place;
    private int _received;
    private bool _isReleased;

    /// <param name="room">where its bytes may lie</param>
    /// <param name="position">index of the client in the cohort</param>
    /// <param name="header">its length and hash</param>
    public Upload(UploadRoom room, int position, SubmitHeader header)
    {
        (_room, _hash, Length) = (room, header.Sha256.ToByteArray(), checked((int)(header.Up + header.Kept)));
        Settle();
        Ready = EnterAsync(position);
    }

    /// <summary>One that was complete before.</summary>
    public Upload(UploadRoom room, int position, SubmitHeader header, ReadOnlySpan<byte> bytes)
    {
        (_room, _hash, Length) = (room, header.Sha256.ToByteArray(), bytes.Length);
        (_place, Ready) = (room.EnterNow(position), Task.CompletedTask);
        _place.Write(0, bytes);
        (_received, IsWhole) = (Length, true);
        _digest.Dispose();
    }

    /// <summary>Bytes in all.</summary>
    public int Length { get; }

    /// <summary>Ends when there is a place for its bytes.</summary>
    public Task Ready { get; }

    /// <summary>Bytes that have arrived, from the first on.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>Whether everything has arrived, unchanged.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether it is the one that a header announces.</summary>
    public bool Fits(SubmitHeader header) => header.Up + header.Kept == Length && header.Sha256.Span.SequenceEqual(_hash);

    /// <summary>Takes the next bytes; those that came before are passed over.</summary>
    /// <returns>false if they do not follow what has come, go beyond the end, or are not wanted any more</returns>
    public bool Take(long offset, ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            if (offset < 0 || offset > _received || offset + data.Length > Length || data.Length > Framing.LargestChunk)
            {
                return false;
            }

            // What has come is not written again: somebody may be using it already.
            var fresh = data[(int)Math.Min(_received - offset, data.Length)..];
            if (fresh.IsEmpty)
            {
                return true;
            }

            if (_place is null)
            {
                return false;
            }

            _place.Write(_received, fresh);
            _digest.AppendData(fresh);
            Volatile.Write(ref _received, _received + fresh.Length);
            Settle();
            return true;
        }
    }

    /// <summary>All bytes, copied.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        Place.Read(bytes);
        return bytes;
    }

    /// <summary>All floats: those that arrived, or read into memory that the next call for any upload of this room may use.</summary>
    public float[] Floats() => Place is MemoryPlace memory ? memory.Floats : _room.Read(Place);

    /// <summary>Gives up the place; bytes that still come are not taken.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _isReleased = true;
            _place?.Dispose();
            _place = null;
        }
    }

    private UploadPlace Place => _place ?? throw new InvalidOperationException("The upload was released.");

    private async Task EnterAsync(int position)
    {
        var place = await _room.EnterAsync(position);
        lock (_lock)
        {
            if (!_isReleased)
            {
                _place = place;
                return;
            }
        }

        place.Dispose();
    }

    /// <summary>Compares hashes once everything is here.</summary>
    private void Settle()
    {
        if (_received == Length)
        {
            IsWhole = _digest.GetHashAndReset().AsSpan().SequenceEqual(_hash);
            _digest.Dispose();
        }
    }
}
