using Federated.Learning.Numerics;
using Federated.Protocol;
using Grpc.Core;

namespace Federated.Client.Peers;

/// <summary>What has come over a link for a step.</summary>
/// <param name="dimension">floats of a message</param>
/// <param name="buffers">where messages are put</param>
internal sealed class Inbox(int dimension, VectorPool buffers)
{
    private readonly Dictionary<int, float[]?> _messages = [];
    private NodeMessage? _open;
    private ArrivingVector? _vector;

    /// <summary>Whether the other side has said that this was all.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Messages by node; null for nodes that do not take part.</summary>
    public IReadOnlyDictionary<int, float[]?> Messages => _messages;

    /// <summary>A message begins.</summary>
    /// <exception cref="RpcException">It has another size than a model.</exception>
    public void Begin(NodeMessage message)
    {
        if (message.Length != 0 && message.Length != (long)dimension * sizeof(float))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"a message of {message.Length} bytes; expected {(long)dimension * sizeof(float)}, or 0"));
        }

        Close();
        if (message.Length == 0)
        {
            _messages.TryAdd(message.Node, null);
        }
        else if (!_messages.ContainsKey(message.Node))
        {
            (_open, _vector) = (message, new ArrivingVector(buffers.Rent()));
        }
    }

    /// <summary>The next bytes; those of a message that is here already are passed over.</summary>
    /// <exception cref="RpcException">They do not follow, or do not have the hash that was announced.</exception>
    public void Take(Chunk chunk)
    {
        if (_open is not { } message)
        {
            return;
        }

        var vector = _vector!;
        if (!vector.Take(chunk))
        {
            throw new RpcException(new Status(StatusCode.OutOfRange, $"a chunk at {chunk.Offset}; expected one at {vector.Received} within {(long)dimension * sizeof(float)} bytes"));
        }

        if (!vector.IsWhole)
        {
            return;
        }

        if (!vector.Is(message.Sha256))
        {
            throw new RpcException(new Status(StatusCode.DataLoss, $"the message of node {message.Node} does not have the hash that was announced"));
        }

        _messages.Add(message.Node, vector.Floats);
        (_open, _vector) = (null, null);
    }

    /// <summary>This was all.</summary>
    public void End() => IsWhole = true;

    /// <summary>Forgets a message that broke off.</summary>
    public void Close()
    {
        if (_vector is { } broken)
        {
            buffers.Return(broken.Floats);
        }

        (_open, _vector) = (null, null);
    }

    /// <summary>Gives the buffers back.</summary>
    public void Recycle()
    {
        Close();
        foreach (var buffer in _messages.Values.OfType<float[]>())
        {
            buffers.Return(buffer);
        }

        _messages.Clear();
    }
}
