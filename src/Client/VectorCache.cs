using Federated.Protocol;
using Google.Protobuf;
using Grpc.Core;

namespace Federated.Client;

/// <summary>Vectors that came down: each is fetched once, whoever of the node's clients asks for it, and the last few stay.</summary>
/// <param name="capacity">how many stay</param>
internal sealed class VectorCache(int capacity)
{
    private readonly Dictionary<ByteString, Task<float[]>> _vectors = [];
    private readonly Queue<ByteString> _order = new();
    private readonly Lock _lock = new();

    /// <summary>A vector, fetched if it is not here.</summary>
    public async Task<float[]> Get(Device.DeviceClient client, string session, ByteString hash, int length, CancellationToken cancellation)
    {
        Task<float[]> vector;
        lock (_lock)
        {
            if (!_vectors.TryGetValue(hash, out vector!) || vector.IsFaulted || vector.IsCanceled)
            {
                vector = Fetch(client, session, hash, length, cancellation);
                if (!_vectors.ContainsKey(hash))
                {
                    _order.Enqueue(hash);
                }

                _vectors[hash] = vector;
                while (_order.Count > capacity)
                {
                    _vectors.Remove(_order.Dequeue());
                }
            }
        }

        return await vector;
    }

    /// <summary>A vector that only one client needs.</summary>
    public static async Task<float[]> Fetch(Device.DeviceClient client, string session, ByteString hash, int length, CancellationToken cancellation)
    {
        var vector = new ArrivingVector(new float[length]);
        using var call = client.Fetch(new FetchRequest { Session = session, Sha256 = hash }, cancellationToken: cancellation);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellation))
        {
            if (!vector.Take(chunk))
            {
                throw new RpcException(new Status(StatusCode.DataLoss, $"a chunk at {chunk.Offset}; expected one at {vector.Received} within {(long)length * sizeof(float)} bytes"));
            }
        }

        return vector.Is(hash)
            ? vector.Floats
            : throw new RpcException(new Status(StatusCode.DataLoss, "the vector does not have the hash that names it"));
    }
}
