using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Federated.Learning.ZerothOrder;

/// <summary>Sixteen words.</summary>
internal readonly unsafe struct Lanes16(Vector512<uint> words) : ILanes<Lanes16>
{
    private readonly Vector512<uint> _words = words;

    public static int Count => Vector512<uint>.Count;

    public static Lanes16 Iota => new(Vector512<uint>.Indices);

    public static int IndexBits => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator &(Lanes16 a, Lanes16 b) => new(a._words & b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator |(Lanes16 a, Lanes16 b) => new(a._words | b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator ^(Lanes16 a, Lanes16 b) => new(a._words ^ b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator ~(Lanes16 a) => new(~a._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 a, Lanes16 b) => new(a._words + b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Create(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(uint* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16 value, uint* destination) => value._words.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ShiftLeft(Lanes16 value, int count) => new(value._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ShiftRight(Lanes16 value, int count) => new(value._words >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Multiply(Lanes16 value, uint factor, out Lanes16 high)
    {
        var factors = Vector512.Create((ulong)factor);
        var low = Vector512.Create(0xFFFFFFFFul);
        var even = MultiplyEven(value._words, factors);
        var odd = MultiplyEven((value._words.AsUInt64() >> 32).AsUInt32(), factors);
        high = new(Vector512.ConditionalSelect(low, even >> 32, odd).AsUInt32());
        return new(Vector512.ConditionalSelect(low, even, odd << 32).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Lookup(int* table, Lanes16 index) =>
        Avx512F.IsSupported
            ? new(Avx512F.PermuteVar16x32(Vector512.Load((uint*)table), index._words))
            : new(Vector512.Shuffle(Vector512.Load((uint*)table), index._words & Vector512.Create(15u)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Scale(Lanes16 value, float factor) => new((Vector512.Create(factor) * Vector512.ConvertToSingle(value._words.AsInt32())).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(float* from, Lanes16 value, float* to) => (Vector512.Load(from) + value._words.AsSingle()).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StreamTo(float* from, Lanes16 value, float* to) => (Vector512.Load(from) + value._words.AsSingle()).StoreAlignedNonTemporal(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step(float* theta, float decay, float alpha, Lanes16 sum) =>
        ((Vector512.Load(theta) * Vector512.Create(decay)) - Scale(sum, alpha)._words.AsSingle()).Store(theta);

    /// <summary>Products of every second word, the first of each pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> MultiplyEven(Vector512<uint> words, Vector512<ulong> factor) => Avx512F.IsSupported
        ? Avx512F.Multiply(words, factor.AsUInt32())
        : (words.AsUInt64() & Vector512.Create(0xFFFFFFFFul)) * factor;
}
