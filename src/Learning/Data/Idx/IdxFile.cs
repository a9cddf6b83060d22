using System.Buffers.Binary;
using System.IO.Compression;

namespace Federated.Learning.Data.Idx;

/// <summary>
/// Reads IDX files of unsigned bytes, the format of MNIST: a big-endian magic number 0x0000080D with D dimensions, D lengths,
/// then the data. Compressed files are recognised by their first bytes, not by their name.
/// </summary>
public static class IdxFile
{
    private const int ByteArrays = 0x0800;
    private const long Trusted = 1 << 20;

    /// <summary>Reads a file, plain or gzipped.</summary>
    /// <param name="path">the file</param>
    /// <param name="dimensions">3 for images, 1 for labels</param>
    /// <exception cref="InputException">the file is missing, truncated, too long or of another kind</exception>
    public static IdxArray Read(string path, int dimensions) =>
        InputFile.Read(path, stream => Read(stream, path, dimensions));

    /// <summary>Reads a seekable stream; <paramref name="name"/> stands for it in messages.</summary>
    internal static IdxArray Read(Stream stream, string name, int dimensions)
    {
        if (!IsGzip(stream))
        {
            return ReadPlain(stream, name, dimensions);
        }

        try
        {
            using var inflated = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            var array = ReadGzip(inflated, stream.Length, name, dimensions);
            CheckTrailer(stream, name, 4 + (4L * dimensions) + array.Data.Length);
            return array;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InputException($"{name}: damaged or truncated gzip data ({InputFile.OneLine(e.Message)})", e);
        }
    }

    private static bool IsGzip(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var read = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == 2 && start[0] == 0x1F && start[1] == 0x8B;
    }

    private static IdxArray ReadPlain(Stream stream, string name, int dimensions)
    {
        var shape = ReadHeader(stream, name, dimensions);
        var claimed = Volume(shape, name);
        var present = stream.Length - stream.Position;
        if (present != claimed)
        {
            throw Mismatch(name, shape, present.ToString());
        }

        var data = new byte[claimed];
        stream.ReadExactly(data);
        return new IdxArray(shape, data);
    }

    private static IdxArray ReadGzip(GZipStream inflated, long compressed, string name, int dimensions)
    {
        var shape = ReadHeader(inflated, name, dimensions);
        var claimed = Volume(shape, name);
        if (!BoundedReader.CanInflateTo(compressed, claimed))
        {
            throw Mismatch(name, shape, $"a gzip file of {compressed} bytes, which cannot hold as many,");
        }

        var data = BoundedReader.Read(inflated, claimed, Trusted + (8 * compressed));
        if (data.Length != claimed)
        {
            throw Mismatch(name, shape, data.Length.ToString());
        }

        if (inflated.ReadByte() >= 0)
        {
            throw Mismatch(name, shape, $"more than {claimed}");
        }

        return new IdxArray(shape, data);
    }

    /// <summary>
    /// A gzip file ends with the length of its content. The decompressor is content when all data came out of a file
    /// that was cut behind it; this is not.
    /// </summary>
    private static void CheckTrailer(Stream stream, string name, long length)
    {
        Span<byte> trailer = stackalloc byte[4];
        stream.Position = stream.Length - trailer.Length;
        stream.ReadExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != (uint)length)
        {
            throw new InputException($"{name}: truncated gzip data; expected a trailer that says {length} bytes");
        }
    }

    private static int[] ReadHeader(Stream stream, string name, int dimensions)
    {
        Span<byte> header = stackalloc byte[4 * (1 + dimensions)];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        var expected = ByteArrays + dimensions;
        if (read < header.Length)
        {
            throw new InputException($"{name}: {read} bytes; an IDX file of {dimensions} dimensions starts with {header.Length}");
        }

        var magic = BinaryPrimitives.ReadInt32BigEndian(header);
        if (magic != expected)
        {
            throw new InputException(
                $"{name}: magic number 0x{magic:X8}; expected 0x{expected:X8} (IDX, unsigned bytes, {dimensions} dimensions)");
        }

        var shape = new int[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 * (1 + i))..]);
            if (shape[i] <= 0)
            {
                throw new InputException($"{name}: length {shape[i]} of dimension {i}; expected at least 1");
            }
        }

        return shape;
    }

    private static int Volume(int[] shape, string name)
    {
        var volume = 1L;
        foreach (var length in shape)
        {
            // Every factor is below 2^31, so the product of the checked prefix and one more cannot overflow 64 bits.
            volume *= length;
            if (volume > Array.MaxLength)
            {
                throw new InputException($"{name}: claims {Text(shape)} bytes; at most {Array.MaxLength} are accepted");
            }
        }

        return (int)volume;
    }

    private static InputException Mismatch(string name, int[] shape, string found) =>
        new($"{name}: found {found} bytes of data; its header announces {Text(shape)}");

    private static string Text(int[] shape) => string.Join("x", shape);
}
