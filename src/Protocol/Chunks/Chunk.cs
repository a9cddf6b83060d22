using System.Buffers;

namespace Federated.Protocol;

/// <summary>A chunk whose bytes may lie in memory that is lent: a long vector does not leave a trail of arrays behind.</summary>
public sealed partial class Chunk
{
    private byte[]? _lent;

    /// <summary>A chunk in lent memory.</summary>
    internal static Chunk Lend(long offset, in ReadOnlySequence<byte> data)
    {
        var length = (int)data.Length;
        var lent = ArrayPool<byte>.Shared.Rent(length);
        data.CopyTo(lent);
        return new Chunk { Offset = offset, Data = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(lent.AsMemory(0, length)), _lent = lent };
    }

    /// <summary>Gives back what was lent; <see cref="Data"/> is empty afterwards.</summary>
    public void Release()
    {
        if (_lent is { } lent)
        {
            (_lent, Data) = (null, Google.Protobuf.ByteString.Empty);
            ArrayPool<byte>.Shared.Return(lent);
        }
    }
}
