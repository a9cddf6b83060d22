using Federated.Learning.Data;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Inversion;

/// <summary>First values of dummy samples: a function of seed and restart.</summary>
internal static class DummyStart
{
    private const int Tile = 4;

    /// <summary>Draws samples, and N(0, 1) for the variables behind them.</summary>
    /// <param name="options">kind and seed</param>
    /// <param name="shape">shape of one sample</param>
    /// <param name="restart">0-based</param>
    /// <param name="samples">n</param>
    /// <param name="length">of the result, at least n samples</param>
    public static float[] Draw(InversionOptions options, SampleShape shape, int restart, int samples, int length)
    {
        var start = new float[length];
        var pixels = start.AsSpan(0, samples * shape.Size);
        var stream = new KeyedStream(options.Seed, Purpose.InversionStart, restart);
        if (options.Init is StartKind.Patterned)
        {
            var plane = shape.Height * shape.Width;
            for (var at = 0; at < pixels.Length; at += plane)
            {
                FillPattern(ref stream, shape, pixels.Slice(at, plane));
            }
        }
        else
        {
            Fill(ref stream, pixels);
        }

        var others = new KeyedStream(options.Seed, Purpose.InversionStart, restart, lane: 1);
        Fill(ref others, start.AsSpan(pixels.Length));
        return start;
    }

    private static void FillPattern(ref KeyedStream stream, SampleShape shape, Span<float> plane)
    {
        Span<float> tile = stackalloc float[Tile * Tile];
        Fill(ref stream, tile);
        for (var at = 0; at < plane.Length; at++)
        {
            var (row, column) = (at / shape.Width, at % shape.Width);
            plane[at] = tile[(row % Tile * Tile) + (column % Tile)];
        }
    }

    private static void Fill(ref KeyedStream stream, Span<float> values)
    {
        foreach (ref var value in values)
        {
            value = (float)stream.NextGaussian();
        }
    }
}
