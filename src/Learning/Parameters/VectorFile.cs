using System.Runtime.InteropServices;

namespace Federated.Learning.Parameters;

/// <summary>Several named vectors of one length in a safetensors file, in float32 or float64.</summary>
internal static class VectorFile
{
    /// <summary>Writes <paramref name="vectors"/>: as many of equal length as there are names, one after the other.</summary>
    public static void Write<T>(string path, string[] names, T[] vectors)
        where T : unmanaged
    {
        var length = vectors.Length / names.Length;
        SafetensorsFile.Write(path, names.Select((name, i) => Entry(name, vectors.AsMemory(i * length, length))));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputException">The file is missing, damaged or of another length.</exception>
    public static void Read<T>(string path, string[] names, T[] vectors)
        where T : unmanaged
    {
        var content = SafetensorsFile.Read(path);
        var length = vectors.Length / names.Length;
        for (var i = 0; i < names.Length; i++)
        {
            var values = Values<T>(content, names[i]);
            if (values.Length != length)
            {
                throw new InputException($"{path}: '{names[i]}' has {values.Length} values; expected {length}");
            }

            values.CopyTo(vectors.AsSpan(i * length, length));
        }
    }

    private static TensorEntry Entry<T>(string name, Memory<T> values)
        where T : unmanaged => values switch
        {
            Memory<float> singles => new TensorEntry(name, [singles.Length], singles),
            Memory<double> doubles => new TensorEntry(name, [doubles.Length], doubles),
            _ => throw new NotSupportedException($"Vectors of {typeof(T)} are not kept in files."),
        };

    private static ReadOnlySpan<T> Values<T>(SafetensorsContent content, string name)
        where T : unmanaged => typeof(T) == typeof(float)
            ? MemoryMarshal.Cast<float, T>(content.ToSingles(name))
            : MemoryMarshal.Cast<double, T>(content.ToDoubles(name));
}
