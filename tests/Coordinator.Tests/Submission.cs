using Federated.Protocol;

namespace Federated.Coordinator.Tests;

/// <summary>A right submission, to be sent as it is or spoiled.</summary>
/// <param name="Header">figures, sizes and hash</param>
/// <param name="Bytes">what goes up, then what is kept</param>
internal sealed record Submission(SubmitHeader Header, byte[] Bytes)
{
    /// <summary>The whole of it.</summary>
    public SubmitRequest[] Messages => [First, .. Framing.Chunks(Bytes, 0).Select(Part)];

    public SubmitRequest First => new() { Header = Header };

    /// <summary>A piece of its bytes, said to begin at an offset.</summary>
    public SubmitRequest Piece(Range range, long offset) =>
        Part(new Chunk { Offset = offset, Data = Google.Protobuf.ByteString.CopyFrom(Bytes[range]) });

    /// <summary>With another header.</summary>
    public Submission With(Action<SubmitHeader> change)
    {
        var header = Header.Clone();
        change(header);
        return this with { Header = header };
    }

    private static SubmitRequest Part(Chunk chunk) => new() { Chunk = chunk };
}
