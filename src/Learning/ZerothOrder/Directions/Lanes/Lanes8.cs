using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Federated.Learning.ZerothOrder;

/// <summary>Eight words.</summary>
internal readonly unsafe struct Lanes8(Vector256<uint> words) : ILanes<Lanes8>
{
    private readonly Vector256<uint> _words = words;

    public static int Count => Vector256<uint>.Count;

    public static Lanes8 Iota => new(Vector256<uint>.Indices);

    public static int IndexBits => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator &(Lanes8 a, Lanes8 b) => new(a._words & b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator |(Lanes8 a, Lanes8 b) => new(a._words | b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator ^(Lanes8 a, Lanes8 b) => new(a._words ^ b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator ~(Lanes8 a) => new(~a._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 a, Lanes8 b) => new(a._words + b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Create(uint value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(uint* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes8 value, uint* destination) => value._words.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 ShiftLeft(Lanes8 value, int count) => new(value._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 ShiftRight(Lanes8 value, int count) => new(value._words >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Multiply(Lanes8 value, uint factor, out Lanes8 high)
    {
        var factors = Vector256.Create((ulong)factor);
        var low = Vector256.Create(0xFFFFFFFFul);
        var even = MultiplyEven(value._words, factors);
        var odd = MultiplyEven((value._words.AsUInt64() >> 32).AsUInt32(), factors);
        high = new(Vector256.ConditionalSelect(low, even >> 32, odd).AsUInt32());
        return new(Vector256.ConditionalSelect(low, even, odd << 32).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Lookup(int* table, Lanes8 index) =>
        Avx2.IsSupported
            ? new(Avx2.PermuteVar8x32(Vector256.Load((uint*)table), index._words))
            : new(Vector256.Shuffle(Vector256.Load((uint*)table), index._words & Vector256.Create(7u)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Scale(Lanes8 value, float factor) => new((Vector256.Create(factor) * Vector256.ConvertToSingle(value._words.AsInt32())).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(float* from, Lanes8 value, float* to) => (Vector256.Load(from) + value._words.AsSingle()).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StreamTo(float* from, Lanes8 value, float* to) => (Vector256.Load(from) + value._words.AsSingle()).StoreAlignedNonTemporal(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step(float* theta, float decay, float alpha, Lanes8 sum) =>
        ((Vector256.Load(theta) * Vector256.Create(decay)) - Scale(sum, alpha)._words.AsSingle()).Store(theta);

    /// <summary>Products of every second word, the first of each pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> MultiplyEven(Vector256<uint> words, Vector256<ulong> factor) => Avx2.IsSupported
        ? Avx2.Multiply(words, factor.AsUInt32())
        : (words.AsUInt64() & Vector256.Create(0xFFFFFFFFul)) * factor;
}
