using System.Runtime.Intrinsics;
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
        var pixels = GC.AllocateUninitializedArray<byte>(count * shape.Size);
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

    /// <summary>Four pixels per random word; sums are limited to bytes eight at a time.</summary>
    private static void Fill(Span<byte> image, ReadOnlySpan<short> pattern, ReadOnlySpan<short> noise, ref KeyedStream stream)
    {
        Span<short> drawn = stackalloc short[Vector128<short>.Count];
        for (var i = 0; i < image.Length; i += drawn.Length)
        {
            Draw(drawn[..4], noise, stream.NextUInt32());
            Draw(drawn[4..], noise, stream.NextUInt32());
            if (i + drawn.Length <= image.Length)
            {
                var sum = Vector128.AddSaturate(Vector128.Create(pattern[i..]), Vector128.Create<short>(drawn));
                var limited = Vector128.Min(Vector128.Max(sum, Vector128<short>.Zero), Vector128.Create((short)255));
                Vector128.Narrow(limited.AsUInt16(), limited.AsUInt16()).GetLower().CopyTo(image[i..]);
                continue;
            }

            for (var j = i; j < image.Length; j++)
            {
                image[j] = (byte)Math.Clamp(pattern[j] + drawn[j - i], 0, 255);
            }
        }
    }

    private static void Draw(Span<short> four, ReadOnlySpan<short> noise, uint word)
    {
        four[3] = noise[(int)(word >> 24)];
        four[2] = noise[(byte)(word >> 16)];
        four[1] = noise[(byte)(word >> 8)];
        four[0] = noise[(byte)word];
    }

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
