using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Federated.Learning.Data;

/// <summary>
/// destination = source * scale + shift, from bytes to floats. Multiplication and addition are rounded one after the
/// other on every path (no fused multiply-add), so that the bits do not depend on the width of the machine's registers.
/// </summary>
internal static class PixelKernel
{
    /// <summary>Converts <paramref name="source"/>; <paramref name="destination"/> is at least as long.</summary>
    public static void Convert(ReadOnlySpan<byte> source, Span<float> destination, float scale, float shift)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, source.Length);
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + Vector512<byte>.Count <= source.Length; i += Vector512<byte>.Count)
            {
                Convert512(ref from, ref to, (nuint)i, scale, shift);
            }
        }

        for (; i + Vector128<byte>.Count <= source.Length; i += Vector128<byte>.Count)
        {
            Convert128(ref from, ref to, (nuint)i, scale, shift);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (source[i] * scale) + shift;
        }
    }

    private static void Convert512(ref byte from, ref float to, nuint i, float scale, float shift)
    {
        var (low, high) = Vector512.Widen(Vector512.LoadUnsafe(ref from, i));
        var (a, b) = Vector512.Widen(low);
        var (c, d) = Vector512.Widen(high);
        Store512(a, ref to, i, scale, shift);
        Store512(b, ref to, i + 16, scale, shift);
        Store512(c, ref to, i + 32, scale, shift);
        Store512(d, ref to, i + 48, scale, shift);
    }

    private static void Store512(Vector512<uint> pixels, ref float to, nuint i, float scale, float shift) =>
        ((Vector512.ConvertToSingle(pixels.AsInt32()) * scale) + Vector512.Create(shift)).StoreUnsafe(ref to, i);

    private static void Convert128(ref byte from, ref float to, nuint i, float scale, float shift)
    {
        var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref from, i));
        if (Vector256.IsHardwareAccelerated)
        {
            Store256(Vector256.WidenLower(low.ToVector256Unsafe()), ref to, i, scale, shift);
            Store256(Vector256.WidenLower(high.ToVector256Unsafe()), ref to, i + 8, scale, shift);
            return;
        }

        var (a, b) = Vector128.Widen(low);
        var (c, d) = Vector128.Widen(high);
        Store128(a, ref to, i, scale, shift);
        Store128(b, ref to, i + 4, scale, shift);
        Store128(c, ref to, i + 8, scale, shift);
        Store128(d, ref to, i + 12, scale, shift);
    }

    private static void Store256(Vector256<uint> pixels, ref float to, nuint i, float scale, float shift) =>
        ((Vector256.ConvertToSingle(pixels.AsInt32()) * scale) + Vector256.Create(shift)).StoreUnsafe(ref to, i);

    private static void Store128(Vector128<uint> pixels, ref float to, nuint i, float scale, float shift) =>
        ((Vector128.ConvertToSingle(pixels.AsInt32()) * scale) + Vector128.Create(shift)).StoreUnsafe(ref to, i);
}
