using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Federated.Learning.Numerics;
using Federated.Protocol;
using Grpc.Core;

namespace Federated.Coordinator.Hosts;

/// <summary>The vectors of a host's report, as they arrive.</summary>
internal sealed class ReportReceiver : IDisposable
{
    private readonly VectorPool _pool;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly float[][][] _vectors;
    private readonly HostedRoundHeader _header;
    private readonly long _vectorBytes;
    private long _received;

    /// <param name="header">sizes and hash, checked</param>
    /// <param name="vectors">vectors of each node</param>
    /// <param name="dimension">d</param>
    /// <param name="pool">where vectors come from</param>
    public ReportReceiver(HostedRoundHeader header, int vectors, int dimension, VectorPool pool)
    {
        (_header, _pool, _vectorBytes) = (header, pool, (long)dimension * sizeof(float));
        _vectors = header.Length == 0
            ? []
            : [.. header.Nodes.Select(_ => Enumerable.Range(0, vectors).Select(_ => pool.Rent()).ToArray())];
    }

    /// <summary>Takes the next bytes.</summary>
    /// <exception cref="RpcException">They do not follow what has come.</exception>
    public void Take(Chunk? chunk)
    {
        if (chunk is null || chunk.Offset != _received || chunk.Data.Length > _header.Length - _received)
        {
            throw Refusal(StatusCode.OutOfRange, $"expected a chunk that goes on at byte {_received} of {_header.Length}");
        }

        _hash.AppendData(chunk.Data.Span);
        for (var data = chunk.Data.Span; data.Length > 0;)
        {
            var (vector, from) = Math.DivRem(_received, _vectorBytes);
            var (node, place) = Math.DivRem((int)vector, _vectors[0].Length);
            var target = MemoryMarshal.AsBytes(_vectors[node][place].AsSpan())[(int)from..];
            var part = data[..Math.Min(data.Length, target.Length)];
            part.CopyTo(target);
            _received += part.Length;
            data = data[part.Length..];
        }
    }

    /// <summary>All vectors, by node.</summary>
    /// <exception cref="RpcException">Something is missing, or is not what was announced.</exception>
    public float[][][] Vectors()
    {
        if (_received < _header.Length)
        {
            throw Refusal(StatusCode.DataLoss, $"{_received} of {_header.Length} bytes have arrived; send them again");
        }

        return _hash.GetHashAndReset().AsSpan().SequenceEqual(_header.Sha256.Span)
            ? _vectors
            : throw Refusal(StatusCode.DataLoss, "the bytes do not have the hash that the header says; send them again");
    }

    /// <summary>Gives the vectors back: nobody wants them.</summary>
    public void Return()
    {
        foreach (var vector in _vectors.SelectMany(node => node))
        {
            _pool.Return(vector);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private static RpcException Refusal(StatusCode code, string why) => new(new Status(code, why));
}
