namespace Federated.Learning.ZerothOrder;

/// <summary>
/// Kernels for directions of any kind as integers n, with z = n 2^-s. Signs lie as in <see cref="Rademacher"/>. The other kinds take a 16-bit half
/// of a word for each number: with small tiles of 128 parameters, parameter i = 128 T + 16 q + lane has half q mod 2, the low one first,
/// of word q / 2 of counter 16 T + lane. Sixteen small tiles make one of <see cref="Rademacher.Tile"/>, the unit of all kernels.
/// </summary>
internal static unsafe class Numerators
{
    /// <summary>Counters whose words make one tile of half-words.</summary>
    private const int CountersPerTile = Rademacher.Tile / 8;

    /// <summary>Parameters that one call of <see cref="PhiloxLanes.Fill"/> yields half-words for.</summary>
    private const int Drawn = 4 * PhiloxLanes.Words;

    /// <summary>The largest |n| of a kind.</summary>
    public static int Largest(DirectionKind kind) => kind switch
    {
        DirectionKind.Binomial16 => 16,
        DirectionKind.Gaussian => GaussianTable.Largest,
        _ => 1,
    };

    /// <summary>Writes the numerators of one tile.</summary>
    /// <param name="direction">z, of any kind</param>
    /// <param name="tile">T, of <see cref="Rademacher.Tile"/> parameters</param>
    /// <param name="n">as many numerators, overwritten</param>
    public static void Draw<TLanes>(Direction direction, long tile, int* n)
        where TLanes : struct, ILanes<TLanes>
    {
        var words = stackalloc uint[2 * PhiloxLanes.Words];
        if (direction.Kind == DirectionKind.Rademacher)
        {
            PhiloxLanes.Fill<TLanes>(direction, Rademacher.FirstCounter(tile), words);
            Signs<TLanes>(words, n);
            return;
        }

        var counter = unchecked((uint)(tile * CountersPerTile));
        for (var end = n + Rademacher.Tile; n < end; n += Drawn)
        {
            PhiloxLanes.Fill<TLanes>(direction, counter, words);
            counter += 2 * PhiloxLanes.Counters;
            if (direction.Kind == DirectionKind.Binomial16)
            {
                Binomial<TLanes>(words, n);
            }
            else
            {
                Gaussian(words, n);
            }
        }
    }

    /// <summary>to = theta + step n on whole tiles; product and sum round, each once.</summary>
    /// <param name="direction">z, of any kind</param>
    /// <param name="firstTile">T of the first</param>
    /// <param name="tiles">number of tiles</param>
    /// <param name="theta">their parameters</param>
    /// <param name="step">eps 2^-s; negative for the other side</param>
    /// <param name="to">overwritten; may be theta itself</param>
    public static void Perturb<TLanes>(Direction direction, long firstTile, int tiles, float* theta, float step, float* to)
        where TLanes : struct, ILanes<TLanes>
    {
        var n = stackalloc int[Rademacher.Tile];
        for (var tile = 0; tile < tiles; tile++)
        {
            Draw<TLanes>(direction, firstTile + tile, n);
            for (var i = 0; i < Rademacher.Tile; i += TLanes.Count)
            {
                TLanes.AddTo(theta + i, TLanes.Scale(TLanes.Load((uint*)n + i), step), to + i);
            }

            theta += Rademacher.Tile;
            to += Rademacher.Tile;
        }
    }

    /// <summary>n = 1 - 2 bit = 3 + 2 ~bit, in two's complement.</summary>
    private static void Signs<TLanes>(uint* words, int* n)
        where TLanes : struct, ILanes<TLanes>
    {
        var (one, three) = (TLanes.Create(1), TLanes.Create(3));
        for (var at = 0; at < PhiloxLanes.Words; at += TLanes.Count)
        {
            var word = TLanes.Load(words + at);
            var to = (uint*)n + (at / PhiloxLanes.Counters * 32 * PhiloxLanes.Counters) + (at % PhiloxLanes.Counters);
            for (var bit = 0; bit < 32; bit++)
            {
                var set = ~(TLanes.ShiftRight(word, bit) & one);
                TLanes.Store(set + set + three, to + (bit * PhiloxLanes.Counters));
            }
        }
    }

    /// <summary>n = 2 k - 16, k the set bits of a half-word: those of both halves are counted at once, in wider and wider fields.</summary>
    private static void Binomial<TLanes>(uint* words, int* n)
        where TLanes : struct, ILanes<TLanes>
    {
        var minusSixteen = TLanes.Create(unchecked((uint)-16));
        var low = TLanes.Create(0xFFFF);
        for (var at = 0; at < 2 * PhiloxLanes.Words; at += TLanes.Count)
        {
            var k = Fold(TLanes.Load(words + at), 1, 0x55555555);
            k = Fold(k, 2, 0x33333333);
            k = Fold(k, 4, 0x0F0F0F0F);
            k = Fold(k, 8, 0x00FF00FF);
            k += k;
            var to = (uint*)n + (at / PhiloxLanes.Counters * 2 * PhiloxLanes.Counters) + (at % PhiloxLanes.Counters);
            TLanes.Store((k & low) + minusSixteen, to);
            TLanes.Store(TLanes.ShiftRight(k, 16) + minusSixteen, to + PhiloxLanes.Counters);
        }

        static TLanes Fold(TLanes fields, int bits, uint mask)
        {
            var even = TLanes.Create(mask);
            return (fields & even) + (TLanes.ShiftRight(fields, bits) & even);
        }
    }

    private static void Gaussian(uint* words, int* n)
    {
        fixed (short* table = GaussianTable.Numerators)
        {
            for (var end = words + (2 * PhiloxLanes.Words); words < end; words += PhiloxLanes.Counters)
            {
                for (var lane = 0; lane < PhiloxLanes.Counters; lane++)
                {
                    n[lane] = table[(ushort)words[lane]];
                    n[lane + PhiloxLanes.Counters] = table[words[lane] >> 16];
                }

                n += 2 * PhiloxLanes.Counters;
            }
        }
    }
}
