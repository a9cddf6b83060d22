using System.Collections.Concurrent;
using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>Submissions that are not complete, by lease: one whose connection broke goes on where it stopped.</summary>
internal sealed class Uploads
{
    private readonly ConcurrentDictionary<long, Upload> _open = new();

    /// <summary>That of a header; goes on with an earlier one of the same lease, unless that announced something else.</summary>
    public Upload Open(SubmitHeader header) => _open.AddOrUpdate(
        header.Lease,
        static (_, header) => Announced(header),
        static (_, open, header) => open.Fits(header) ? open : Announced(header),
        header);

    /// <summary>Bytes that have arrived under a lease.</summary>
    public long Received(long lease) => _open.TryGetValue(lease, out var upload) ? upload.Received : 0;

    /// <summary>Forgets a lease.</summary>
    public void Close(long lease) => _open.TryRemove(lease, out _);

    /// <summary>Forgets one that is damaged; says why.</summary>
    public string Reject(SubmitHeader header, Upload upload)
    {
        if (upload.Received == upload.Length)
        {
            Close(header.Lease);
            return "the bytes do not have the hash that the header says; send them again";
        }

        return $"{upload.Received} of {upload.Length} bytes have arrived; go on from there";
    }

    /// <summary>Forgets everything: the round is over.</summary>
    public void Clear() => _open.Clear();

    private static Upload Announced(SubmitHeader header) => new(header.Up + header.Kept, header.Sha256.ToByteArray());
}
