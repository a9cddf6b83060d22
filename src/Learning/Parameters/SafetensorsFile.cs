using System.Buffers.Binary;
using System.Text.Json;
using Federated.Learning.Files;

namespace Federated.Learning.Parameters;

/// <summary>
/// Named tensors in the safetensors format: the length of a JSON header (8 bytes, little-endian), the header, and the numbers.
/// Files are readable by the Python library of that name.
/// </summary>
public static class SafetensorsFile
{
    private const int Prefix = 8;
    private const int LongestHeader = 100_000_000;

    /// <summary>Writes a file; replaces it in one step if it exists.</summary>
    /// <param name="path">its folder must exist</param>
    /// <param name="entries">written in this order, float64 before float32 so that all numbers are aligned</param>
    /// <param name="metadata">notes about the file</param>
    public static void Write(string path, IEnumerable<TensorEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = entries.OrderByDescending(entry => entry.Type.Bytes).ToList();
        var header = Header(ordered, metadata);
        WholeFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[Prefix];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            ordered.ForEach(entry => entry.WriteTo(stream));
        });
    }

    /// <summary>Writes a network's parameters, one float32 tensor per entry of the layout.</summary>
    /// <param name="path">its folder must exist</param>
    /// <param name="layout">names and shapes</param>
    /// <param name="flat">length d</param>
    /// <param name="metadata">notes about the file</param>
    public static void Write(string path, ParameterLayout layout, ReadOnlySpan<float> flat, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var values = flat.ToArray().AsMemory();
        Write(path, layout.Tensors.Select(tensor => new TensorEntry(tensor.Name, tensor.Shape, values.Slice(tensor.Offset, tensor.Length))), metadata);
    }

    /// <summary>Reads a file. Nothing is allocated before the header fits the size of the file.</summary>
    /// <exception cref="InputException">the file is missing, cut off, or not a safetensors file</exception>
    public static SafetensorsContent Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(path, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be read; expected a safetensors file: {Printable.Shorten(e.Message, 200)}", e);
        }
    }

    /// <summary>Reads a stream from its beginning; it must know its length.</summary>
    /// <param name="path">for messages</param>
    /// <param name="stream">as long as the file</param>
    internal static SafetensorsContent Read(string path, Stream stream)
    {
        Span<byte> prefix = stackalloc byte[Prefix];
        var length = stream.ReadAtLeast(prefix, Prefix, throwOnEndOfStream: false) == Prefix
            ? BinaryPrimitives.ReadInt64LittleEndian(prefix)
            : -1;
        if (length < 2 || length > Math.Min(LongestHeader, stream.Length - Prefix))
        {
            throw new InputException($"{path}: not a safetensors file: the header's length does not fit {stream.Length} bytes");
        }

        var json = new byte[length];
        stream.ReadExactly(json);
        var header = SafetensorsHeader.Parse(path, json, stream.Length - Prefix - length);
        var tensors = new List<SafetensorsTensor>();
        foreach (var entry in header.Entries)
        {
            if (entry.End - entry.Begin > Array.MaxLength)
            {
                throw new InputException($"{path}: {Printable.Shorten(entry.Name)} has {entry.End - entry.Begin} bytes; expected at most {Array.MaxLength}");
            }

            var bytes = new byte[entry.End - entry.Begin];
            stream.ReadExactly(bytes);
            tensors.Add(new SafetensorsTensor(entry.Name, entry.Type, entry.Shape, bytes));
        }

        return new SafetensorsContent(path, tensors, header.Metadata);
    }

    private static byte[] Header(IEnumerable<TensorEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        var names = new HashSet<string> { "__metadata__" };
        var header = new Dictionary<string, object>();
        if (metadata is { Count: > 0 })
        {
            header["__metadata__"] = new SortedDictionary<string, string>(metadata.ToDictionary(), StringComparer.Ordinal);
        }

        var offset = 0L;
        foreach (var entry in entries)
        {
            if (!names.Add(entry.Name))
            {
                throw new ArgumentException($"{entry.Name} is not a unique name for a tensor.", nameof(entries));
            }

            header[entry.Name] = new Dictionary<string, object>
            {
                ["dtype"] = entry.Type.Name,
                ["shape"] = entry.Shape,
                ["data_offsets"] = new[] { offset, offset += entry.ByteLength },
            };
        }

        // Spaces behind the JSON let the numbers start at a multiple of 8.
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        return [.. json, .. Enumerable.Repeat((byte)' ', (8 - (json.Length % 8)) % 8)];
    }
}
