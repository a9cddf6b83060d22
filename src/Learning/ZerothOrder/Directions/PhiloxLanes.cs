using System.Runtime.CompilerServices;
using Federated.Learning.Randomness;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Philox4x32-10 of two times sixteen consecutive counters, 4,096 random bits: two, so that one chain of multiplications fills the gaps of the other.
/// </summary>
internal static unsafe class PhiloxLanes
{
    /// <summary>Counters of a tile.</summary>
    public const int Counters = 16;

    /// <summary>Words that come of them.</summary>
    public const int Words = 4 * Counters;

    /// <summary>Writes word w of counter c0 + lane to words[16 w + lane], and of counter c0 + 16 + lane to words[64 + 16 w + lane].</summary>
    /// <param name="direction">key and upper counter words</param>
    /// <param name="c0">first of the thirty-two; they may wrap around, nobody reads what comes of that</param>
    /// <param name="words">128 words, overwritten</param>
    public static void Fill<TLanes>(in Direction direction, uint c0, uint* words)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var lane = 0; lane < Counters; lane += TLanes.Count)
        {
            var x0 = TLanes.Create(c0 + (uint)lane) + TLanes.Iota;
            var y0 = x0 + TLanes.Create(Counters);
            var (x1, x2, x3) = (TLanes.Create(direction.C1), TLanes.Create(direction.C2), TLanes.Create(direction.C3()));
            var (y1, y2, y3) = (x1, x2, x3);
            var (k0, k1) = direction.Key;
            for (var round = 0; round < Philox4x32.Rounds; round++)
            {
                var (a, b) = (TLanes.Create(k0), TLanes.Create(k1));
                Round(ref x0, ref x1, ref x2, ref x3, a, b);
                Round(ref y0, ref y1, ref y2, ref y3, a, b);
                k0 += Philox4x32.WeylA;
                k1 += Philox4x32.WeylB;
            }

            Store(words + lane, x0, x1, x2, x3);
            Store(words + Words + lane, y0, y1, y2, y3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TLanes>(ref TLanes x0, ref TLanes x1, ref TLanes x2, ref TLanes x3, TLanes k0, TLanes k1)
        where TLanes : struct, ILanes<TLanes>
    {
        var low0 = TLanes.Multiply(x0, Philox4x32.MultiplierA, out var high0);
        var low2 = TLanes.Multiply(x2, Philox4x32.MultiplierB, out var high2);
        x0 = high2 ^ x1 ^ k0;
        x1 = low2;
        x2 = high0 ^ x3 ^ k1;
        x3 = low0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes>(uint* words, TLanes x0, TLanes x1, TLanes x2, TLanes x3)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes.Store(x0, words);
        TLanes.Store(x1, words + Counters);
        TLanes.Store(x2, words + (2 * Counters));
        TLanes.Store(x3, words + (3 * Counters));
    }
}
