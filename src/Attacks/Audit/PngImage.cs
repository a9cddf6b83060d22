using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Federated.Attacks.Audit;

/// <summary>Small pictures as PNG files (ISO/IEC 15948), 8 bits a channel, without filters: what a page shows needs no imaging library.</summary>
public static class PngImage
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes an image.</summary>
    /// <param name="pixels">grey values row by row, or red, green and blue of each pixel; as long as height x width x channels</param>
    /// <param name="width">pixels in a row</param>
    /// <param name="channels">1 or 3</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int channels)
    {
        var stride = width * channels;
        var height = pixels.Length / stride;
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> head = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], height);
        (head[8], head[9]) = (8, (byte)(channels == 1 ? 0 : 2));
        head[10..].Clear();
        Chunk(file, "IHDR"u8, head);

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(row * stride, stride));
            }
        }

        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
