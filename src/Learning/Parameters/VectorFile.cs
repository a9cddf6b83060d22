using System.Runtime.InteropServices;

namespace Federated.Learning.Parameters;

/// <summary>Several named vectors of one length in a safetensors file, in float32 or float64.</summary>
internal static class VectorFile
{
    /// <summary>Writes vectors by their names.</summary>
    public static void Write<T>(string path, IEnumerable<KeyValuePair<string, T[]>> vectors)
        where T : unmanaged =>
        SafetensorsFile.Write(path, vectors.Select(pair => Entry<T>(pair.Key, pair.Value)));

    /// <summary>Reads vectors by their names into arrays of their lengths.</summary>
    /// <exception cref="InputException">The file is missing, damaged or of another length.</exception>
    public static void Read<T>(string path, IEnumerable<KeyValuePair<string, T[]>> vectors)
        where T : unmanaged
    {
        var content = SafetensorsFile.Read(path);
        foreach (var (name, destination) in vectors)
        {
            Copy(path, content, name, destination);
        }
    }

    /// <summary>Writes <paramref name="vectors"/>: as many of equal length as there are names, one after the other.</summary>
    public static void Write<T>(string path, string[] names, ReadOnlyMemory<T> vectors)
        where T : unmanaged
    {
        var length = vectors.Length / names.Length;
        SafetensorsFile.Write(path, names.Select((name, i) => Entry(name, vectors.Slice(i * length, length))));
    }

    /// <summary>Reads as many vectors of equal length as there are names, one after the other.</summary>
    /// <exception cref="InputException">The file is missing, damaged or of another length.</exception>
    public static void Read<T>(string path, string[] names, T[] vectors)
        where T : unmanaged
    {
        var content = SafetensorsFile.Read(path);
        var length = vectors.Length / names.Length;
        for (var i = 0; i < names.Length; i++)
        {
            Copy(path, content, names[i], vectors.AsSpan(i * length, length));
        }
    }

    private static void Copy<T>(string path, SafetensorsContent content, string name, Span<T> destination)
        where T : unmanaged
    {
        var values = Values<T>(content, name);
        if (values.Length != destination.Length)
        {
            throw new InputException($"{path}: '{name}' has {values.Length} values; expected {destination.Length}");
        }

        values.CopyTo(destination);
    }

    private static TensorEntry Entry<T>(string name, ReadOnlyMemory<T> values)
        where T : unmanaged => values switch
        {
            ReadOnlyMemory<float> singles => new TensorEntry(name, [singles.Length], singles),
            ReadOnlyMemory<double> doubles => new TensorEntry(name, [doubles.Length], doubles),
            _ => throw new NotSupportedException($"Vectors of {typeof(T)} are not kept in files."),
        };

    private static ReadOnlySpan<T> Values<T>(SafetensorsContent content, string name)
        where T : unmanaged => typeof(T) == typeof(float)
            ? MemoryMarshal.Cast<float, T>(content.ToSingles(name))
            : MemoryMarshal.Cast<double, T>(content.ToDoubles(name));
}
