using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Federated.Learning.Parameters;

/// <summary>Numbers as little-endian bytes, whatever the machine's order is.</summary>
internal static class LittleEndian
{
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            // Slices, because a span of bytes cannot be longer than 2 GiB.
            const int Slice = 1 << 24;
            for (var start = 0; start < values.Length; start += Slice)
            {
                stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Slice, values.Length - start))));
            }

            return;
        }

        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<T>()];
        foreach (var value in values)
        {
            MemoryMarshal.Write(bytes, value);
            bytes.Reverse();
            stream.Write(bytes);
        }
    }

    /// <summary>Any of the four floating-point formats as an array of another one.</summary>
    public static T[] Read<T>(ReadOnlySpan<byte> bytes, TensorType type, Func<double, T> convert)
    {
        var values = new T[bytes.Length / type.Bytes];
        for (var i = 0; i < values.Length; i++)
        {
            var at = bytes.Slice(i * type.Bytes, type.Bytes);
            values[i] = convert(type.Name switch
            {
                "F64" => BinaryPrimitives.ReadDoubleLittleEndian(at),
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(at),
                "F16" => (double)BinaryPrimitives.ReadHalfLittleEndian(at),
                "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(at) << 16),
                _ => throw new InvalidOperationException($"{type.Name} is not a floating-point format."),
            });
        }

        return values;
    }
}
