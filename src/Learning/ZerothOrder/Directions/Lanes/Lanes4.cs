using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Federated.Learning.ZerothOrder;

/// <summary>Four words.</summary>
internal readonly unsafe struct Lanes4(Vector128<uint> words) : ILanes<Lanes4>
{
    private readonly Vector128<uint> _words = words;

    public static int Count => Vector128<uint>.Count;

    public static Lanes4 Iota => new(Vector128<uint>.Indices);

    public static int IndexBits => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator &(Lanes4 a, Lanes4 b) => new(a._words & b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator |(Lanes4 a, Lanes4 b) => new(a._words | b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator ^(Lanes4 a, Lanes4 b) => new(a._words ^ b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator ~(Lanes4 a) => new(~a._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a._words + b._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Create(uint value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(uint* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes4 value, uint* destination) => value._words.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ShiftLeft(Lanes4 value, int count) => new(value._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ShiftRight(Lanes4 value, int count) => new(value._words >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Multiply(Lanes4 value, uint factor, out Lanes4 high)
    {
        var factors = Vector128.Create((ulong)factor);
        var low = Vector128.Create(0xFFFFFFFFul);
        var even = MultiplyEven(value._words, factors);
        var odd = MultiplyEven((value._words.AsUInt64() >> 32).AsUInt32(), factors);
        high = new(Vector128.ConditionalSelect(low, even >> 32, odd).AsUInt32());
        return new(Vector128.ConditionalSelect(low, even, odd << 32).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Lookup(int* table, Lanes4 index) =>
        Avx.IsSupported
            ? new(Avx.PermuteVar(Vector128.Load((float*)table), index._words.AsInt32()).AsUInt32())
            : new(Vector128.Shuffle(Vector128.Load((uint*)table), index._words & Vector128.Create(3u)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Scale(Lanes4 value, float factor) => new((Vector128.Create(factor) * Vector128.ConvertToSingle(value._words.AsInt32())).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(float* from, Lanes4 value, float* to) => (Vector128.Load(from) + value._words.AsSingle()).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StreamTo(float* from, Lanes4 value, float* to) => (Vector128.Load(from) + value._words.AsSingle()).StoreAlignedNonTemporal(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step(float* theta, float decay, float alpha, Lanes4 sum) =>
        ((Vector128.Load(theta) * Vector128.Create(decay)) - Scale(sum, alpha)._words.AsSingle()).Store(theta);

    /// <summary>Products of every second word, the first of each pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> MultiplyEven(Vector128<uint> words, Vector128<ulong> factor) => Sse2.IsSupported
        ? Sse2.Multiply(words, factor.AsUInt32())
        : (words.AsUInt64() & Vector128.Create(0xFFFFFFFFul)) * factor;
}
