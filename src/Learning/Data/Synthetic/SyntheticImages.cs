using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Synthetic;

/// <summary>
/// Makes the images of <see cref="SyntheticOptions"/>. Sample i of either half is a function of (seed, half, i): longer
/// sets begin with the shorter ones, and threads share the work without changing a bit.
/// </summary>
internal static class SyntheticImages
{
    /// <summary>Round of the streams of class patterns.</summary>
    public const int PatternRound = 0;

    private const int TrainRound = 1;
    private const int TestRound = 2;

    /// <summary>Makes both halves.</summary>
    /// <exception cref="InputException">the images do not fit into one array</exception>
    public static FederatedDataset Make(SyntheticOptions options, ulong seed)
    {
        var shape = new SampleShape(options.Channels, options.Height, options.Width);
        CheckSize("train", options.Train, options);
        CheckSize("test", options.Test, options);
        CheckSize("classes", options.Classes, options);
        var patterns = new short[options.Classes][];
        for (var label = 0; label < patterns.Length; label++)
        {
            patterns[label] = ClassPatterns.Draw(options, seed, label);
        }

        var noise = NoiseTable(options.Noise);
        return new FederatedDataset(
            options.Name,
            Half(options.Train, TrainRound, shape, patterns, noise, seed),
            Half(options.Test, TestRound, shape, patterns, noise, seed));
    }

    private static void CheckSize(string key, int count, SyntheticOptions options)
    {
        var bytes = (Int128)count * options.Channels * options.Height * options.Width;
        if (bytes > Array.MaxLength)
        {
            throw new InputException(
                $"data.{key}: {count} images of {options.Channels}x{options.Height}x{options.Width} are {bytes} bytes; at most {Array.MaxLength} are accepted");
        }
    }

    private static ByteSampleSet Half(int count, int round, SampleShape shape, short[][] patterns, short[] noise, ulong seed)
    {
        var pixels = new byte[count * shape.Size];
        var labels = new int[count];
        Parallel.For(0, count, i =>
        {
            labels[i] = i % patterns.Length;
            var stream = new KeyedStream(seed, Purpose.SyntheticData, round, i);
            Fill(pixels.AsSpan(i * shape.Size, shape.Size), patterns[labels[i]], noise, ref stream);
        });
        var half = Enumerable.Repeat(0.5f, shape.Channels).ToArray();
        var quarter = Enumerable.Repeat(0.25f, shape.Channels).ToArray();
        return new ByteSampleSet(pixels, shape, labels, patterns.Length, new Normalisation(half, quarter));
    }

    private static void Fill(Span<byte> image, short[] pattern, short[] noise, ref KeyedStream stream)
    {
        var i = 0;
        for (; i + 4 <= image.Length; i += 4)
        {
            var word = stream.NextUInt32();
            image[i] = Limit(pattern[i] + noise[(byte)word]);
            image[i + 1] = Limit(pattern[i + 1] + noise[(byte)(word >> 8)]);
            image[i + 2] = Limit(pattern[i + 2] + noise[(byte)(word >> 16)]);
            image[i + 3] = Limit(pattern[i + 3] + noise[word >> 24]);
        }

        for (; i < image.Length; i++)
        {
            image[i] = Limit(pattern[i] + noise[stream.NextUInt32() >> 24]);
        }
    }

    private static byte Limit(int value) => (byte)Math.Clamp(value, 0, 255);

    /// <summary>Noise in pixel units for each value of a random byte: the 256 quantiles of a Gaussian, so that one byte is one draw.</summary>
    private static short[] NoiseTable(double deviation)
    {
        var table = new short[256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = (short)Math.Round(255 * deviation * GaussianQuantile((i + 0.5) / table.Length));
        }

        return table;
    }

    /// <summary>Inverse of the standard normal distribution function by bisection of its series.</summary>
    private static double GaussianQuantile(double probability)
    {
        var (low, high) = (-6.0, 6.0);
        while (high - low > 1e-9)
        {
            var middle = 0.5 * (low + high);
            if (GaussianProbability(middle) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return 0.5 * (low + high);
    }

    /// <summary>1/2 + density(x) * (x + x^3/3 + x^5/15 + ...) (Marsaglia 2004).</summary>
    private static double GaussianProbability(double x)
    {
        var (term, sum) = (x, x);
        for (var n = 3; Math.Abs(term) > 1e-17; n += 2)
        {
            term *= x * x / n;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI));
    }
}
