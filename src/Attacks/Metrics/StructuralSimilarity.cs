using Federated.Learning.Data;

namespace Federated.Attacks.Metrics;

/// <summary>
/// SSIM (Wang et al. 2004) of images in [0, 1]: 11x11 Gaussian windows of deviation 1.5, C1 = 1e-4, C2 = 9e-4, per channel, then the mean. Variances are
/// E[x^2] - mu^2 under the window's weights, which sum to 1.
/// </summary>
public static class StructuralSimilarity
{
    /// <summary>Side of a window.</summary>
    public const int Side = 11;

    private const double Deviation = 1.5;
    private const double C1 = 1e-4;
    private const double C2 = 9e-4;

    private static readonly double[] _weights = Weights();

    /// <summary>Whether images of this shape have at least one window.</summary>
    public static bool Has(SampleShape shape, SsimWindow window) => window == SsimWindow.Same || Math.Min(shape.Height, shape.Width) >= Side;

    /// <summary>Mean SSIM, 1 for equal images.</summary>
    /// <param name="a">one image, channels first</param>
    /// <param name="b">the other</param>
    /// <param name="shape">their shape</param>
    /// <param name="window">which windows count</param>
    /// <exception cref="ArgumentException">No window fits into the image.</exception>
    public static double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b, SampleShape shape, SsimWindow window)
    {
        if (!Has(shape, window))
        {
            throw new ArgumentException($"Images of {shape} hold no window of {Side}x{Side}; expected larger ones, or windows of the same size.", nameof(shape));
        }

        var plane = shape.Height * shape.Width;
        var sum = 0.0;
        for (var c = 0; c < shape.Channels; c++)
        {
            sum += Channel(a.Slice(c * plane, plane), b.Slice(c * plane, plane), shape, window);
        }

        return sum / shape.Channels;
    }

    private static double Channel(ReadOnlySpan<float> a, ReadOnlySpan<float> b, SampleShape shape, SsimWindow window)
    {
        var (x, y) = (Widen(a), Widen(b));
        var (mx, my) = (Blur(x, shape, window), Blur(y, shape, window));
        var xx = Blur(Product(x, x), shape, window);
        var yy = Blur(Product(y, y), shape, window);
        var xy = Blur(Product(x, y), shape, window);
        var sum = 0.0;
        for (var i = 0; i < mx.Length; i++)
        {
            var (mean, square) = (mx[i] * my[i], (mx[i] * mx[i]) + (my[i] * my[i]));
            sum += ((2.0 * mean) + C1) * ((2.0 * (xy[i] - mean)) + C2) / ((square + C1) * (xx[i] + yy[i] - square + C2));
        }

        return sum / mx.Length;
    }

    /// <summary>Weighted mean in each window: down the columns, then along the rows.</summary>
    private static double[] Blur(double[] image, SampleShape shape, SsimWindow window)
    {
        var columns = BlurRows(Transpose(image, shape.Height, shape.Width), shape.Height, window);
        var height = columns.Length / shape.Width;
        return BlurRows(Transpose(columns, shape.Width, height), shape.Width, window);
    }

    /// <summary>Weighted mean in each window of each row.</summary>
    private static double[] BlurRows(double[] image, int width, SsimWindow window)
    {
        var rows = image.Length / width;
        var (padding, output) = window == SsimWindow.Same ? (Side / 2, width) : (0, width - Side + 1);
        var result = new double[rows * output];
        for (var i = 0; i < result.Length; i++)
        {
            var (row, first) = (i / output * width, (i % output) - padding);
            for (var k = Math.Max(0, -first); k < Math.Min(Side, width - first); k++)
            {
                result[i] += _weights[k] * image[row + first + k];
            }
        }

        return result;
    }

    private static double[] Transpose(double[] image, int rows, int columns)
    {
        var result = new double[image.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                result[(j * rows) + i] = image[(i * columns) + j];
            }
        }

        return result;
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = values[i];
        }

        return result;
    }

    private static double[] Product(double[] x, double[] y) => [.. x.Zip(y, (p, q) => p * q)];

    private static double[] Weights()
    {
        var weights = Enumerable.Range(0, Side).Select(k => Math.Exp(-Math.Pow(k - (Side / 2), 2) / (2.0 * Deviation * Deviation))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }
}
