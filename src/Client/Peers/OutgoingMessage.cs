using Federated.Protocol;
using Google.Protobuf;

namespace Federated.Client.Peers;

/// <summary>What a node sends in a step.</summary>
/// <param name="Node">who</param>
/// <param name="Bytes">its message; empty: it does not take part in this round</param>
/// <param name="Sha256">of the bytes</param>
internal sealed record OutgoingMessage(int Node, ReadOnlyMemory<byte> Bytes, ByteString Sha256)
{
    /// <summary>That of a node which takes part.</summary>
    public static OutgoingMessage Of(int node, float[] message)
    {
        var bytes = new FloatBytes(message).Memory;
        return new OutgoingMessage(node, bytes, Framing.Hash(bytes.Span));
    }

    /// <summary>That of a node which does not.</summary>
    public static OutgoingMessage Absent(int node) => new(node, ReadOnlyMemory<byte>.Empty, ByteString.Empty);
}
