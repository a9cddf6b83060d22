using System.Buffers;
using Google.Protobuf;
using Xunit;

namespace Federated.Protocol.Tests;

/// <summary>Chunks are read from exactly the bytes that the .proto files say.</summary>
public sealed class ChunkMarshallerTests
{
    public static TheoryData<long, int> Sizes => new()
    {
        { 0, 0 }, { 0, 1 }, { 1, 127 }, { 127, 128 }, { 128, 16_383 }, { 1L << 20, 16_384 }, { int.MaxValue, 1 << 20 }, { long.MaxValue, 3 }, { -1, 3 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_chunk_is_read_as_generated_code_reads_it(long offset, int length)
    {
        var chunk = new Chunk { Offset = offset, Data = ByteString.CopyFrom([.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))]) };
        var part = new SubmitRequest { Chunk = chunk };
        foreach (var piece in new[] { 1, 3, 4096, int.MaxValue })
        {
            Assert.Equal(chunk, ChunkMarshallers.ReadChunk(Cut(chunk.ToByteArray(), piece)));
            Assert.Equal(part, ChunkMarshallers.ReadPart(Cut(part.ToByteArray(), piece)));
            if (length > 20_000)
            {
                break;
            }
        }
    }

    [Fact]
    public void Other_messages_and_other_orders_of_fields_are_read_too()
    {
        var header = new SubmitRequest { Header = new SubmitHeader { Session = "s", Lease = 3, Up = 4 } };
        Assert.Equal(header, ChunkMarshallers.ReadPart(Cut(header.ToByteArray(), 2)));
        Assert.Equal(new SubmitRequest(), ChunkMarshallers.ReadPart(Cut([], 1)));

        byte[] reversed = [0x12, 0x02, 0xAA, 0xBB, 0x08, 0x05];
        Assert.Equal(Chunk.Parser.ParseFrom(reversed), ChunkMarshallers.ReadChunk(Cut(reversed, 1)));
        byte[] twice = [0x08, 0x01, 0x08, 0x02, 0x12, 0x01, 0xCC];
        Assert.Equal(2, ChunkMarshallers.ReadChunk(Cut(twice, 1)).Offset);
    }

    [Fact]
    public void Whatever_the_bytes_are_both_readers_agree()
    {
        var valid = new SubmitRequest { Chunk = new Chunk { Offset = 300, Data = ByteString.CopyFrom(1, 2, 3, 4, 5) } }.ToByteArray();
        for (var position = 0; position < valid.Length; position++)
        {
            for (var value = 0; value < 256; value++)
            {
                var bytes = valid.ToArray();
                bytes[position] = (byte)value;
                Assert.Equal(Read(SubmitRequest.Parser.ParseFrom, bytes), Read(sequence => ChunkMarshallers.ReadPart(sequence), bytes));
                Assert.Equal(Read(SubmitRequest.Parser.ParseFrom, bytes[..position]), Read(sequence => ChunkMarshallers.ReadPart(sequence), bytes[..position]));
            }
        }
    }

    [Fact]
    public void What_was_lent_is_given_back_once()
    {
        var chunk = ChunkMarshallers.ReadChunk(Cut(new Chunk { Offset = 2, Data = ByteString.CopyFrom(1, 2, 3) }.ToByteArray(), 2));
        Assert.Equal(3, chunk.Data.Length);
        chunk.Release();
        chunk.Release();
        Assert.True(chunk.Data.IsEmpty);
        Assert.Equal(2, chunk.Offset);
    }

    private static SubmitRequest? Read(Func<ReadOnlySequence<byte>, SubmitRequest> read, byte[] bytes)
    {
        try
        {
            return read(Cut(bytes, 3));
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>The same bytes in pieces, as a network brings them.</summary>
    private static ReadOnlySequence<byte> Cut(byte[] bytes, int piece)
    {
        var first = new Segment(bytes.AsMemory(0, Math.Min(piece, bytes.Length)), 0);
        var last = first;
        for (var at = last.Memory.Length; at < bytes.Length; at += last.Memory.Length)
        {
            last = last.Append(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)));
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
