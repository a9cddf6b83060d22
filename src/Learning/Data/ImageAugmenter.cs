using Federated.Learning.Randomness;

namespace Federated.Learning.Data;

/// <summary>
/// Flips and crops a batch of normalised images in place: a horizontal flip with p = 1/2; independently with p = 1/2 zero padding
/// on all sides and a crop of the old size at a uniform offset. Zero after normalisation is the mean colour.
/// </summary>
public static class ImageAugmenter
{
    /// <summary>Padding used for 32x32 images.</summary>
    public const int DefaultPadding = 4;

    /// <summary>Changes every image of the batch.</summary>
    /// <param name="stream">where the draws come from; images draw one after the other</param>
    /// <param name="shape">shape of one image</param>
    /// <param name="batch">images one after the other, channels first</param>
    /// <param name="padding">pixels added on each side, at least 0</param>
    public static void FlipAndCrop(ref KeyedStream stream, SampleShape shape, Span<float> batch, int padding = DefaultPadding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        var plane = shape.Height * shape.Width;
        for (var start = 0; start < batch.Length; start += shape.Size)
        {
            var image = batch.Slice(start, shape.Size);
            if (stream.NextInt32(2) == 1)
            {
                Flip(image, shape.Width);
            }

            if (stream.NextInt32(2) == 1)
            {
                var down = stream.NextInt32((2 * padding) + 1) - padding;
                var right = stream.NextInt32((2 * padding) + 1) - padding;
                for (var c = 0; c < shape.Channels; c++)
                {
                    Shift(image.Slice(c * plane, plane), shape.Height, shape.Width, down, right);
                }
            }
        }
    }

    /// <summary>Mirrors every row.</summary>
    internal static void Flip(Span<float> image, int width)
    {
        for (var row = 0; row < image.Length; row += width)
        {
            image.Slice(row, width).Reverse();
        }
    }

    /// <summary>Pixel (y, x) becomes the old pixel (y + down, x + right), or zero outside.</summary>
    internal static void Shift(Span<float> plane, int height, int width, int down, int right)
    {
        for (var i = 0; i < height; i++)
        {
            // Rows are overwritten only after they were read: upwards or downwards, as the shift goes.
            var y = down >= 0 ? i : height - 1 - i;
            var row = plane.Slice(y * width, width);
            var from = y + down;
            if (from < 0 || from >= height || Math.Abs(right) >= width)
            {
                row.Clear();
                continue;
            }

            var source = plane.Slice(from * width, width);
            var kept = width - Math.Abs(right);
            source.Slice(Math.Max(right, 0), kept).CopyTo(row[Math.Max(-right, 0)..]);
            (right >= 0 ? row[kept..] : row[..-right]).Clear();
        }
    }
}
