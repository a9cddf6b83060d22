using System.Runtime.InteropServices;
using System.Text;
using Federated.Learning.Files;

namespace Federated.Learning.Data.NumPy;

/// <summary>Reads and writes .npy files of numbers. Python objects are never read.</summary>
public static class NpyFile
{
    /// <summary>First bytes of every .npy file.</summary>
    internal static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">the file is missing, truncated, too long or of another kind</exception>
    public static NpyArray Read(string path) =>
        InputFile.Read(path, stream => Read(stream, path, stream.Length, stream.Length));

    /// <summary>Lengths of a file's array, outermost first, by its header alone.</summary>
    /// <exception cref="InputException">the file is missing, or of another kind</exception>
    public static int[] ReadShape(string path) => InputFile.Read(path, stream => ReadHeader(stream, path).Header.Shape);

    /// <summary>Writes single precision numbers, beside the file first.</summary>
    public static void Write(string path, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        Write(path, NpyKind.Float32, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Writes double precision numbers, beside the file first.</summary>
    public static void Write(string path, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) =>
        Write(path, NpyKind.Float64, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Writes 32-bit integers, beside the file first.</summary>
    public static void Write(string path, ReadOnlySpan<int> values, params ReadOnlySpan<int> shape) =>
        Write(path, NpyKind.Int32, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Writes 64-bit integers, beside the file first.</summary>
    public static void Write(string path, ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) =>
        Write(path, NpyKind.Int64, MemoryMarshal.AsBytes(values), values.Length, shape);

    /// <summary>Writes bytes, beside the file first.</summary>
    public static void Write(string path, ReadOnlySpan<byte> values, params ReadOnlySpan<int> shape) =>
        Write(path, NpyKind.UInt8, values, values.Length, shape);

    /// <summary>Reads an array from a stream.</summary>
    /// <param name="stream">positioned at the magic bytes</param>
    /// <param name="name">what messages call it</param>
    /// <param name="present">bytes the stream should have by what its container says</param>
    /// <param name="trusted">bytes that may be allocated before they were seen</param>
    internal static NpyArray Read(Stream stream, string name, long present, long trusted)
    {
        var (header, headerBytes) = ReadHeader(stream, name);
        var claimed = Volume(header, name);
        if (claimed + headerBytes != present)
        {
            throw new InputException(
                $"{name}: {present - headerBytes} bytes of data; its header announces {claimed} ({header.Kind}, shape {Text(header.Shape)})");
        }

        if (header.FortranOrder && header.Shape.Count(length => length != 1) > 1)
        {
            throw new InputException($"{name}: columns are stored first (fortran_order); save it with numpy.ascontiguousarray");
        }

        var data = BoundedReader.Read(stream, claimed, trusted);
        if (data.Length != claimed)
        {
            throw new InputException($"{name}: ends after {data.Length} of {claimed} bytes of data");
        }

        return new NpyArray(name, header.Kind, header.Shape, data);
    }

    private static (NpyHeader Header, int Bytes) ReadHeader(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[12];
        var read = stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false);
        if (read < 8 || !start.StartsWith(Magic) || start[6] is < 1 or > 3)
        {
            throw new InputException($"{name}: not a .npy file of version 1, 2 or 3");
        }

        var lengthBytes = start[6] == 1 ? 2 : 4;
        read = stream.ReadAtLeast(start.Slice(8, lengthBytes), lengthBytes, throwOnEndOfStream: false);
        var length = start[8] | (start[9] << 8) | (lengthBytes == 4 ? (start[10] << 16) | (start[11] << 24) : 0);
        if (read < lengthBytes || length is < 0 or > NpyHeader.Longest)
        {
            throw new InputException($"{name}: header of {length} bytes; expected at most {NpyHeader.Longest}");
        }

        var text = new byte[length];
        if (stream.ReadAtLeast(text, length, throwOnEndOfStream: false) < length)
        {
            throw new InputException($"{name}: ends inside its header of {length} bytes");
        }

        return (NpyHeader.Parse(Encoding.UTF8.GetString(text), name), 8 + lengthBytes + length);
    }

    private static int Volume(NpyHeader header, string name)
    {
        var volume = (long)header.ElementBytes;
        foreach (var length in header.Shape)
        {
            volume *= length;
            if (volume > Array.MaxLength)
            {
                throw new InputException($"{name}: shape {Text(header.Shape)} of {header.Kind}; at most {Array.MaxLength} bytes are accepted");
            }
        }

        return (int)volume;
    }

    private static void Write(string path, NpyKind kind, ReadOnlySpan<byte> data, int length, ReadOnlySpan<int> shape)
    {
        var volume = 1L;
        foreach (var side in shape)
        {
            volume *= side;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(length, volume, nameof(shape));
        var header = NpyHeader.Write(kind, shape);
        WholeFile.Write(path, data, (stream, bytes) =>
        {
            stream.Write(header);
            stream.Write(bytes);
        });
    }

    private static string Text(int[] shape) => $"({string.Join(", ", shape)})";
}
