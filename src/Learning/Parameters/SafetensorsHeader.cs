using System.Text.Json;

namespace Federated.Learning.Parameters;

/// <summary>One tensor's line of a safetensors header.</summary>
/// <param name="Name">of the tensor</param>
/// <param name="Type">of its numbers</param>
/// <param name="Shape">row-major</param>
/// <param name="Begin">first byte, counted from the end of the header</param>
/// <param name="End">byte behind the last one</param>
internal sealed record SafetensorsEntry(string Name, TensorType Type, long[] Shape, long Begin, long End);

/// <summary>The JSON header of a safetensors file. Nothing of it is believed before it fits the size of the file.</summary>
internal sealed class SafetensorsHeader
{
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly string _path;

    private SafetensorsHeader(string path)
    {
        _path = path;
    }

    /// <summary>Tensors in the order of their data, which they cover without gap or overlap.</summary>
    public List<SafetensorsEntry> Entries { get; } = [];

    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Reads and checks a header.</summary>
    /// <param name="path">for messages</param>
    /// <param name="json">UTF-8</param>
    /// <param name="dataLength">bytes of the file behind the header</param>
    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader(path);
        try
        {
            using var document = JsonDocument.Parse(json, _strict);
            header.ReadProperties(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw header.Refuse($"the header is not the JSON of a safetensors file ({Printable.Shorten(e.Message, 150)})");
        }

        header.CheckCover(dataLength);
        return header;
    }

    private void ReadProperties(JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                foreach (var note in property.Value.EnumerateObject())
                {
                    Metadata.Add(note.Name, note.Value.GetString() ?? throw Refuse("__metadata__ holds a null; expected text"));
                }

                continue;
            }

            Entries.Add(ReadEntry(Printable.Shorten(property.Name), property.Name, property.Value));
        }
    }

    private SafetensorsEntry ReadEntry(string shown, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var dtype)
            || !value.TryGetProperty("shape", out var shape)
            || !value.TryGetProperty("data_offsets", out var offsets)
            || offsets.GetArrayLength() != 2)
        {
            throw Refuse($"{shown}: expected dtype, shape and two data_offsets");
        }

        var type = TensorType.All.FirstOrDefault(type => type.Name == dtype.GetString())
            ?? throw Refuse($"{shown}: the dtype {Printable.Shorten($"{dtype}")} is not known; expected one of {string.Join(", ", TensorType.All.Select(known => known.Name))}");
        var sizes = shape.EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var entry = new SafetensorsEntry(name, type, sizes, offsets[0].GetInt64(), offsets[1].GetInt64());
        if (entry.Begin < 0 || entry.End < entry.Begin || ByteLength(sizes, type) != entry.End - entry.Begin)
        {
            throw Refuse($"{shown}: bytes {entry.Begin} to {entry.End} do not hold the shape [{Printable.Shorten(string.Join(", ", sizes))}] of {type.Name}");
        }

        return entry;
    }

    /// <summary>Bytes of a tensor; -1 for a shape that no file can hold.</summary>
    private static Int128 ByteLength(long[] shape, TensorType type)
    {
        Int128 product = type.Bytes;
        foreach (var size in shape)
        {
            // A product of two longs cannot overflow 128 bits.
            product = size >= 0 && product <= long.MaxValue ? product * size : -1;
            if (product < 0)
            {
                break;
            }
        }

        return product;
    }

    private void CheckCover(long dataLength)
    {
        Entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        var end = 0L;
        foreach (var entry in Entries)
        {
            if (entry.Begin != end)
            {
                var what = entry.Begin < end ? "overlaps the tensor before it" : "leaves a gap before it";
                throw Refuse($"{Printable.Shorten(entry.Name)}: {what} (byte {entry.Begin}; expected {end})");
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw Refuse($"the header describes {end} bytes of data, but the file has {dataLength}");
        }
    }

    private InputException Refuse(string message) => new($"{_path}: {message}");
}
