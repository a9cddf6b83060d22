using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Federated.Attacks.Audit;
using Xunit;

namespace Federated.Attacks.Tests.Audit;

public sealed class PngImageTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 2)]
    public void Pixels_come_back_from_the_file(int channels, byte colour)
    {
        byte[] pixels = [.. Enumerable.Range(0, 5 * 7 * channels).Select(i => (byte)(i * 37))];

        var chunks = Chunks(PngImage.Encode(pixels, 5, channels));

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        var head = chunks[0].Content;
        Assert.Equal((5, 7), (BinaryPrimitives.ReadInt32BigEndian(head), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4))));
        Assert.Equal([8, colour, 0, 0, 0], head[8..]);
        using var zlib = new ZLibStream(new MemoryStream(chunks[1].Content), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        var stride = (5 * channels) + 1;
        Assert.Equal(pixels, rows.ToArray().Where((_, i) => i % stride != 0));
        Assert.All(rows.ToArray().Where((_, i) => i % stride == 0), filter => Assert.Equal(0, filter));
    }

    private static List<(string Type, byte[] Content)> Chunks(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var body = file.AsSpan(at + 4, length + 4);
            Assert.Equal(Crc32.HashToUInt32(body), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(body[..4]), body[4..].ToArray()));
            at += length + 12;
        }

        return chunks;
    }
}
