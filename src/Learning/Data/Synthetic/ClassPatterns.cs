using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Synthetic;

/// <summary>
/// One smooth image per class: Gaussian numbers on a coarse grid, interpolated bilinearly, so that neighbouring pixels agree
/// as in photographs and convolutions have something to find.
/// </summary>
internal static class ClassPatterns
{
    private const int Cells = 6;

    /// <summary>Pixels of the pattern of one class around 128, channels first, not yet limited to a byte.</summary>
    /// <param name="options">image size and <see cref="SyntheticOptions.Separation"/></param>
    /// <param name="seed">seed of the run</param>
    /// <param name="label">the class</param>
    public static short[] Draw(SyntheticOptions options, ulong seed, int label)
    {
        var stream = new KeyedStream(seed, Purpose.SyntheticData, SyntheticImages.PatternRound, label);
        var pattern = new short[options.Channels * options.Height * options.Width];
        var grid = new double[Cells + 1, Cells + 1];
        var next = 0;
        for (var c = 0; c < options.Channels; c++)
        {
            for (var cell = 0; cell < grid.Length; cell++)
            {
                grid[cell / (Cells + 1), cell % (Cells + 1)] = stream.NextGaussian();
            }

            for (var y = 0; y < options.Height; y++)
            {
                for (var x = 0; x < options.Width; x++)
                {
                    var value = Interpolate(grid, (y + 0.5) / options.Height * Cells, (x + 0.5) / options.Width * Cells);
                    pattern[next++] = (short)Math.Clamp(Math.Round(128 + (255 * options.Separation * value)), -10_000, 10_000);
                }
            }
        }

        return pattern;
    }

    private static double Interpolate(double[,] grid, double y, double x)
    {
        var (row, column) = ((int)y, (int)x);
        var (v, u) = (y - row, x - column);
        var top = ((1 - u) * grid[row, column]) + (u * grid[row, column + 1]);
        var bottom = ((1 - u) * grid[row + 1, column]) + (u * grid[row + 1, column + 1]);
        return ((1 - v) * top) + (v * bottom);
    }
}
