using System.Runtime.CompilerServices;
using Federated.Learning.Randomness;

namespace Federated.Learning.ZerothOrder;

/// <summary>Philox4x32-10 of sixteen consecutive counters: 2,048 random bits.</summary>
internal static unsafe class PhiloxLanes
{
    /// <summary>Counters at once.</summary>
    public const int Counters = 16;

    /// <summary>Words that come of them.</summary>
    public const int Words = 4 * Counters;

    /// <summary>Writes word w of counter c0 + lane to words[16 w + lane].</summary>
    /// <param name="direction">key and upper counter words</param>
    /// <param name="c0">first of the sixteen</param>
    /// <param name="words">64 words, overwritten</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill<TLanes>(Direction direction, uint c0, uint* words)
        where TLanes : struct, ILanes<TLanes>
    {
        var (k0, k1) = direction.Key;
        var c3 = direction.C3(CounterDomain.Direction);
        var iota = stackalloc uint[Counters] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
        for (var lane = 0; lane < Counters; lane += TLanes.Count)
        {
            var (x0, x1) = (TLanes.Create(c0) + TLanes.Load(iota + lane), TLanes.Create(direction.C1));
            var (x2, x3) = (TLanes.Create(direction.C2), TLanes.Create(c3));
            var (a, b) = (k0, k1);
            for (var round = 0; round < Philox4x32.Rounds; round++)
            {
                var low0 = TLanes.Multiply(x0, Philox4x32.MultiplierA, out var high0);
                var low2 = TLanes.Multiply(x2, Philox4x32.MultiplierB, out var high2);
                x0 = high2 ^ x1 ^ TLanes.Create(a);
                x1 = low2;
                x2 = high0 ^ x3 ^ TLanes.Create(b);
                x3 = low0;
                a += Philox4x32.WeylA;
                b += Philox4x32.WeylB;
            }

            TLanes.Store(x0, words + lane);
            TLanes.Store(x1, words + Counters + lane);
            TLanes.Store(x2, words + (2 * Counters) + lane);
            TLanes.Store(x3, words + (3 * Counters) + lane);
        }
    }
}
