using Federated.Learning.Data;

namespace Federated.Attacks.Audit;

/// <summary>Images in [0, 1] as PNG files.</summary>
internal static class Pictures
{
    /// <summary>One image as it is.</summary>
    /// <param name="image">channels first</param>
    /// <param name="shape">1 or 3 channels; of any other number the first is shown</param>
    public static byte[] Encode(ReadOnlySpan<float> image, SampleShape shape)
    {
        var channels = Colours(shape);
        var pixels = new byte[shape.Height * shape.Width * channels];
        Draw(image, shape, pixels, shape.Width, 0, 0, 1);
        return PngImage.Encode(pixels, shape.Width, channels);
    }

    /// <summary>Pairs of images, the first of each above the second, enlarged so that pixels are seen.</summary>
    /// <param name="pairs">original and reconstruction, the latter alone where there is no original</param>
    /// <param name="shape">of one image</param>
    public static byte[] Grid(IReadOnlyList<(float[]? Original, float[] Made)> pairs, SampleShape shape)
    {
        const int Gap = 4;
        var scale = Math.Max(1, 112 / Math.Max(shape.Height, shape.Width));
        var columns = Math.Min(pairs.Count, 8);
        var (height, width, channels) = ((shape.Height * scale) + Gap, (shape.Width * scale) + Gap, Colours(shape));
        var rows = (((pairs.Count - 1) / columns) + 1) * (pairs.Any(pair => pair.Original is not null) ? 2 : 1);
        var canvas = new byte[rows * height * columns * width * channels];
        Array.Fill(canvas, (byte)255);
        for (var i = 0; i < pairs.Count; i++)
        {
            var (x, y) = (i % columns * width, i / columns * height);
            if (pairs[i].Original is { } original)
            {
                y *= 2;
                Draw(original, shape, canvas, columns * width, x, y, scale);
                y += height;
            }

            Draw(pairs[i].Made, shape, canvas, columns * width, x, y, scale);
        }

        return PngImage.Encode(canvas, columns * width, channels);
    }

    private static int Colours(SampleShape shape) => shape.Channels == 3 ? 3 : 1;

    private static void Draw(ReadOnlySpan<float> image, SampleShape shape, byte[] canvas, int width, int x, int y, int scale)
    {
        var (plane, channels) = (shape.Height * shape.Width, Colours(shape));
        for (var row = 0; row < shape.Height * scale; row++)
        {
            for (var column = 0; column < shape.Width * scale; column++)
            {
                for (var c = 0; c < channels; c++)
                {
                    var value = image[(c * plane) + (row / scale * shape.Width) + (column / scale)];
                    canvas[((((y + row) * width) + x + column) * channels) + c] = (byte)Math.Round(255f * Math.Clamp(value, 0f, 1f));
                }
            }
        }
    }
}
