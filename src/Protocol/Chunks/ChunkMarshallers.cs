using System.Buffers;
using Google.Protobuf;
using Grpc.Core;

namespace Federated.Protocol;

/// <summary>
/// Reads messages with chunks into lent memory. What crosses the wire is what the .proto files say; a message that is not in the usual order of
/// fields is read by the generated code.
/// </summary>
public static class ChunkMarshallers
{
    private const byte FirstNumber = 0x08;
    private const byte SecondBytes = 0x12;

    /// <summary>Of parts of a submission.</summary>
    public static Marshaller<SubmitRequest> Parts { get; } = Marshallers.Create(Write, context => ReadPart(context.PayloadAsReadOnlySequence()));

    /// <summary>Of chunks.</summary>
    public static Marshaller<Chunk> Chunks { get; } = Marshallers.Create(Write, context => ReadChunk(context.PayloadAsReadOnlySequence()));

    /// <summary>A part of a submission.</summary>
    /// <exception cref="InvalidProtocolBufferException">It is none.</exception>
    public static SubmitRequest ReadPart(in ReadOnlySequence<byte> message)
    {
        var reader = new SequenceReader<byte>(message);
        return reader.TryRead(out var tag) && tag == SecondBytes && TryVarint(ref reader, out var length) && length == reader.Remaining && TryChunk(ref reader) is { } chunk
            ? new SubmitRequest { Chunk = chunk }
            : SubmitRequest.Parser.ParseFrom(message);
    }

    /// <summary>A chunk.</summary>
    /// <exception cref="InvalidProtocolBufferException">It is none.</exception>
    public static Chunk ReadChunk(in ReadOnlySequence<byte> message)
    {
        var reader = new SequenceReader<byte>(message);
        return TryChunk(ref reader) ?? Chunk.Parser.ParseFrom(message);
    }

    private static void Write(IMessage message, SerializationContext context)
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    /// <summary>An offset if it is not 0, then bytes until the end; null: something else.</summary>
    private static Chunk? TryChunk(ref SequenceReader<byte> reader)
    {
        var offset = 0L;
        if (reader.IsNext(FirstNumber, advancePast: true) && !TryVarint(ref reader, out offset))
        {
            return null;
        }

        return reader.IsNext(SecondBytes, advancePast: true) && TryVarint(ref reader, out var length) && length == reader.Remaining
            ? Chunk.Lend(offset, reader.UnreadSequence)
            : null;
    }

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private static bool TryVarint(ref SequenceReader<byte> reader, out long value)
    {
        value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            if (!reader.TryRead(out var next))
            {
                return false;
            }

            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
