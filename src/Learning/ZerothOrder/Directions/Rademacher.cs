using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Kernels for directions of signs, z_i in {-1, +1}. A tile of 2,048 parameters takes the bits of sixteen Philox counters: parameter
/// i = 2048 T + 16 k + lane has bit k mod 32 of word k / 32 of counter 16 T + lane, and a set bit is -1. So one word gives the signs of parameters
/// that lie sixteen apart, and sixteen neighbours share a bit position: a register of words yields a register of signs.
/// </summary>
internal static unsafe class Rademacher
{
    /// <summary>Parameters of a tile.</summary>
    public const int Tile = 2048;

    /// <summary>Packed words of a group and tile.</summary>
    public const int TilePacked = 4 * PhiloxLanes.Words;

    private const uint SignBit = 0x80000000;

    /// <summary>to = theta + eps z on whole tiles.</summary>
    /// <param name="direction">z</param>
    /// <param name="firstTile">T of the first</param>
    /// <param name="tiles">number of tiles</param>
    /// <param name="theta">their parameters</param>
    /// <param name="eps">negative for the other side</param>
    /// <param name="to">overwritten; may be theta itself</param>
    public static void Perturb<TLanes, TStore>(Direction direction, long firstTile, int tiles, float* theta, float eps, float* to)
        where TLanes : struct, ILanes<TLanes>
        where TStore : struct, IStore
    {
        var words = stackalloc uint[2 * PhiloxLanes.Words];
        var step = TLanes.Create(BitConverter.SingleToUInt32Bits(eps));
        for (var tile = 0; tile < tiles; tile += 2)
        {
            PhiloxLanes.Fill<TLanes>(direction, FirstCounter(firstTile + tile), words);
            var drawn = 4 * Math.Min(2, tiles - tile);
            for (var word = 0; word < drawn; word++)
            {
                for (var lane = 0; lane < PhiloxLanes.Counters; lane += TLanes.Count)
                {
                    PerturbWord<TLanes, TStore>(TLanes.Load(words + (word * PhiloxLanes.Counters) + lane), step, theta + lane, to + lane);
                }

                theta += 32 * PhiloxLanes.Counters;
                to += 32 * PhiloxLanes.Counters;
            }
        }
    }

    /// <summary>theta_i = decay theta_i - alpha sum_n P_n z_n,i on whole tiles: one exact sum in integers, then three roundings.</summary>
    /// <param name="round">the samples of a round, packed for this width</param>
    /// <param name="firstTile">T of the first</param>
    /// <param name="tiles">number of tiles</param>
    /// <param name="theta">their parameters, updated</param>
    /// <param name="alpha">step size in units of P</param>
    /// <param name="decay">1 without weight decay</param>
    /// <param name="packed">working memory of <see cref="SignTables.PackedWords"/> words</param>
    public static void Update<TLanes>(SignTables round, long firstTile, int tiles, float* theta, float alpha, float decay, uint* packed)
        where TLanes : struct, ILanes<TLanes>
    {
        fixed (int* tables = round.Entries)
        {
            for (var tile = 0; tile < tiles; tile += 2)
            {
                Pack<TLanes>(round, FirstCounter(firstTile + tile), packed);
                for (var drawn = 0; drawn < Math.Min(2, tiles - tile); drawn++)
                {
                    UpdateTile<TLanes>(tables, packed + (drawn * TilePacked), round.Groups, theta, alpha, decay);
                    theta += Tile;
                }
            }
        }
    }

    /// <summary>The counter that a tile begins with.</summary>
    public static uint FirstCounter(long tile) => unchecked((uint)(tile * PhiloxLanes.Counters));

    /// <summary>Asks for the parameters half a kilobyte on from x: while bits are drawn, memory would stand still.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* x)
    {
        if (Sse.IsSupported)
        {
            for (var line = 0; line < 8; line++)
            {
                Sse.Prefetch0(x + (line * 16));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PerturbWord<TLanes, TStore>(TLanes word, TLanes step, float* theta, float* to)
        where TLanes : struct, ILanes<TLanes>
        where TStore : struct, IStore
    {
        var sign = TLanes.Create(SignBit);
        for (var bit = 0; bit < 32; bit += 4)
        {
            // Bit + 3 is on top; the three below it follow.
            var top = TLanes.ShiftLeft(word, 28 - bit);
            var at = bit * PhiloxLanes.Counters;
            if (bit % 8 == 0)
            {
                Fetch(theta + at + Tile);
            }

            TStore.AddTo(theta + at, (TLanes.ShiftLeft(top, 3) & sign) ^ step, to + at);
            at += PhiloxLanes.Counters;
            TStore.AddTo(theta + at, (TLanes.ShiftLeft(top, 2) & sign) ^ step, to + at);
            at += PhiloxLanes.Counters;
            TStore.AddTo(theta + at, (TLanes.ShiftLeft(top, 1) & sign) ^ step, to + at);
            at += PhiloxLanes.Counters;
            TStore.AddTo(theta + at, (top & sign) ^ step, to + at);
        }
    }

    /// <summary>
    /// Draws the words of every sample for two tiles and interleaves those of a group: digit j of packed word (word, b) holds bit b + 4 j of each of the group's
    /// samples, an index into the group's table of sums.
    /// </summary>
    private static void Pack<TLanes>(SignTables round, uint counter, uint* packed)
        where TLanes : struct, ILanes<TLanes>
    {
        var words = stackalloc uint[SignTables.MostInGroup * 2 * PhiloxLanes.Words];
        for (var group = 0; group < round.Groups; group++)
        {
            var members = round.Members(group);
            for (var m = 0; m < members.Length; m++)
            {
                PhiloxLanes.Fill<TLanes>(members[m].Direction, counter, words + (m * 2 * PhiloxLanes.Words));
            }

            for (var at = 0; at < 2 * PhiloxLanes.Words; at += TLanes.Count)
            {
                var to = packed + (at / PhiloxLanes.Counters * 4 * PhiloxLanes.Counters) + (at % PhiloxLanes.Counters);
                Interleave<TLanes>(words + at, members.Length, to);
            }

            packed += 2 * TilePacked;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave<TLanes>(uint* words, int members, uint* to)
        where TLanes : struct, ILanes<TLanes>
    {
        var first = TLanes.Create(0x11111111);
        var w = TLanes.Load(words);
        var (d0, d1) = (w & first, TLanes.ShiftRight(w, 1) & first);
        var (d2, d3) = (TLanes.ShiftRight(w, 2) & first, TLanes.ShiftRight(w, 3) & first);
        if (members > 1)
        {
            w = TLanes.Load(words + (2 * PhiloxLanes.Words));
            var second = TLanes.Create(0x22222222);
            d0 |= TLanes.ShiftLeft(w, 1) & second;
            d1 |= w & second;
            d2 |= TLanes.ShiftRight(w, 1) & second;
            d3 |= TLanes.ShiftRight(w, 2) & second;
        }

        if (members > 2)
        {
            w = TLanes.Load(words + (4 * PhiloxLanes.Words));
            var third = TLanes.Create(0x44444444);
            d0 |= TLanes.ShiftLeft(w, 2) & third;
            d1 |= TLanes.ShiftLeft(w, 1) & third;
            d2 |= w & third;
            d3 |= TLanes.ShiftRight(w, 1) & third;
        }

        if (members > 3)
        {
            w = TLanes.Load(words + (6 * PhiloxLanes.Words));
            var fourth = TLanes.Create(0x88888888);
            d0 |= TLanes.ShiftLeft(w, 3) & fourth;
            d1 |= TLanes.ShiftLeft(w, 2) & fourth;
            d2 |= TLanes.ShiftLeft(w, 1) & fourth;
            d3 |= w & fourth;
        }

        TLanes.Store(d0, to);
        TLanes.Store(d1, to + PhiloxLanes.Counters);
        TLanes.Store(d2, to + (2 * PhiloxLanes.Counters));
        TLanes.Store(d3, to + (3 * PhiloxLanes.Counters));
    }

    private static void UpdateTile<TLanes>(int* tables, uint* packed, int groups, float* theta, float alpha, float decay)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var word = 0; word < 4; word++)
        {
            for (var lane = 0; lane < PhiloxLanes.Counters; lane += TLanes.Count)
            {
                var digits = packed + (word * PhiloxLanes.Words) + lane;
                var x = theta + (word * 32 * PhiloxLanes.Counters) + lane;
                UpdateEight<TLanes>(tables, digits, groups, 0, x, alpha, decay);
                UpdateEight<TLanes>(tables, digits, groups, 8, x + (8 * PhiloxLanes.Counters), alpha, decay);
                UpdateEight<TLanes>(tables, digits, groups, 16, x + (16 * PhiloxLanes.Counters), alpha, decay);
                UpdateEight<TLanes>(tables, digits, groups, 24, x + (24 * PhiloxLanes.Counters), alpha, decay);
            }
        }
    }

    /// <summary>Bit positions shift .. shift + 7 of a word: two digits of each of its four packed words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UpdateEight<TLanes>(int* tables, uint* digits, int groups, int shift, float* x, float alpha, float decay)
        where TLanes : struct, ILanes<TLanes>
    {
        var zero = TLanes.Create(0);
        var (s0, s1, s2, s3, s4, s5, s6, s7) = (zero, zero, zero, zero, zero, zero, zero, zero);
        for (var group = 0; group < groups; group++)
        {
            var d = TLanes.Load(digits);
            s0 += TLanes.Lookup(tables, TLanes.ShiftRight(d, shift));
            s4 += TLanes.Lookup(tables, TLanes.ShiftRight(d, shift + 4));
            d = TLanes.Load(digits + PhiloxLanes.Counters);
            s1 += TLanes.Lookup(tables, TLanes.ShiftRight(d, shift));
            s5 += TLanes.Lookup(tables, TLanes.ShiftRight(d, shift + 4));
            d = TLanes.Load(digits + (2 * PhiloxLanes.Counters));
            s2 += TLanes.Lookup(tables, TLanes.ShiftRight(d, shift));
            s6 += TLanes.Lookup(tables, TLanes.ShiftRight(d, shift + 4));
            d = TLanes.Load(digits + (3 * PhiloxLanes.Counters));
            s3 += TLanes.Lookup(tables, TLanes.ShiftRight(d, shift));
            s7 += TLanes.Lookup(tables, TLanes.ShiftRight(d, shift + 4));
            tables += SignTables.EntriesPerGroup;
            digits += 2 * TilePacked;
        }

        Fetch(x + Tile);
        TLanes.Step(x, decay, alpha, s0);
        TLanes.Step(x + PhiloxLanes.Counters, decay, alpha, s1);
        TLanes.Step(x + (2 * PhiloxLanes.Counters), decay, alpha, s2);
        TLanes.Step(x + (3 * PhiloxLanes.Counters), decay, alpha, s3);
        TLanes.Step(x + (4 * PhiloxLanes.Counters), decay, alpha, s4);
        TLanes.Step(x + (5 * PhiloxLanes.Counters), decay, alpha, s5);
        TLanes.Step(x + (6 * PhiloxLanes.Counters), decay, alpha, s6);
        TLanes.Step(x + (7 * PhiloxLanes.Counters), decay, alpha, s7);
    }
}
