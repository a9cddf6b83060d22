using System.Buffers.Binary;
using System.IO.Compression;

namespace Federated.Learning.Tests.Data;

/// <summary>Makes IDX files byte by byte, independently of the reader.</summary>
internal static class Idx
{
    public static byte[] Images(int count, int height, int width, params byte[] data) => Bytes(0x803, [count, height, width], data);

    public static byte[] Labels(params byte[] labels) => Bytes(0x801, [labels.Length], labels);

    public static byte[] Bytes(int magic, int[] shape, byte[] data)
    {
        var bytes = new byte[4 + (4 * shape.Length) + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, magic);
        for (var i = 0; i < shape.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), shape[i]);
        }

        data.CopyTo(bytes, 4 + (4 * shape.Length));
        return bytes;
    }

    public static byte[] Gzip(byte[] data)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
        {
            gzip.Write(data);
        }

        return memory.ToArray();
    }
}
