namespace Federated.Learning.Randomness;

/// <summary>
/// A stream of random numbers that is a pure function of (seed, purpose, round, lane): the only source of randomness.
/// The seed is the Philox key; purpose, round and lane are three counter words, the fourth counts blocks.
/// A mutable struct: pass by <c>ref</c>, or make a new one from its key.
/// </summary>
public struct KeyedStream
{
    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _purpose;
    private readonly uint _round;
    private readonly uint _lane;
    private uint _block;
    private (uint X0, uint X1, uint X2, uint X3) _words;
    private int _used;

    /// <summary>Opens the stream at its beginning.</summary>
    /// <param name="seed">seed of the run</param>
    /// <param name="purpose">what the numbers are for</param>
    /// <param name="round">round, or 0 where there is none</param>
    /// <param name="lane">client, tensor or sample, or 0 where there is none</param>
    public KeyedStream(ulong seed, Purpose purpose, int round = 0, int lane = 0)
    {
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
        _purpose = (uint)purpose;
        _round = (uint)round;
        _lane = (uint)lane;
        _used = 4;
    }

    /// <summary>
    /// A stream of its own for each index, for example one per mini-batch: its key is a block of this stream, its counter starts
    /// at zero. Use a stream either for numbers or for children.
    /// </summary>
    public readonly KeyedStream Child(int index)
    {
        var (low, high, _, _) = Philox4x32.Block((uint)index, _lane, _round, _purpose, _key0, _key1);
        return new KeyedStream(low | ((ulong)high << 32), (Purpose)_purpose, (int)_round, (int)_lane);
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            _words = Philox4x32.Block(_block++, _lane, _round, _purpose, _key0, _key1);
            _used = 0;
        }

        return _used++ switch
        {
            0 => _words.X0,
            1 => _words.X1,
            2 => _words.X2,
            _ => _words.X3,
        };
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64() => NextUInt32() | ((ulong)NextUInt32() << 32);

    /// <summary>Uniform on [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1.0f / (1 << 24));

    /// <summary>Uniform on {0, ..., bound - 1} without bias (Lemire 2019).</summary>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (uint)bound;
        var product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            var threshold = (0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Standard normal (Box and Muller, cosine branch).</summary>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - NextDouble()));
        return radius * Math.Cos(2.0 * Math.PI * NextDouble());
    }

    /// <summary>Gamma distributed with the given shape and scale 1 (Marsaglia and Tsang 2000).</summary>
    public double NextGamma(double shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape);
        if (shape < 1.0)
        {
            var boost = Math.Pow(1.0 - NextDouble(), 1.0 / shape);
            return boost * NextGamma(shape + 1.0);
        }

        var d = shape - (1.0 / 3.0);
        var c = 1.0 / Math.Sqrt(9.0 * d);
        while (true)
        {
            var x = NextGaussian();
            var v = 1.0 + (c * x);
            if (v <= 0.0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(1.0 - NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    /// <summary>A draw from the symmetric Dirichlet distribution with concentration <paramref name="alpha"/>.</summary>
    public void NextDirichlet(double alpha, Span<double> probabilities)
    {
        var sum = 0.0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = NextGamma(alpha);
            sum += probabilities[i];
        }

        if (sum <= 0.0)
        {
            // Every gamma draw underflowed (tiny alpha): the limit puts all mass on one class.
            probabilities.Clear();
            probabilities[NextInt32(probabilities.Length)] = 1.0;
            return;
        }

        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] /= sum;
        }
    }

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
