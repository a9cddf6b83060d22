using Federated.Learning.Data;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Inversion.Unrolled;

/// <summary>A 3x3 convolution with zeros around the image and random filters that never change: features in front of an order-free statistic.</summary>
internal sealed class FixedFilters
{
    private const int Side = 3;

    private readonly SampleShape _shape;
    private readonly double[] _filters;

    /// <param name="shape">shape of one image</param>
    /// <param name="count">filters</param>
    /// <param name="seed">of the filters, uniform within 1 / sqrt(fan-in)</param>
    public FixedFilters(SampleShape shape, int count, ulong seed)
    {
        (_shape, Count) = (shape, count);
        _filters = new double[count * shape.Channels * Side * Side];
        var bound = 1.0 / Math.Sqrt(shape.Channels * Side * Side);
        var stream = new KeyedStream(seed, Purpose.InversionFilters);
        foreach (ref var weight in _filters.AsSpan())
        {
            weight = bound * ((2.0 * stream.NextDouble()) - 1.0);
        }
    }

    /// <summary>Number of filters.</summary>
    public int Count { get; }

    /// <summary>Values that come out of one image.</summary>
    public int Outputs => Count * _shape.Height * _shape.Width;

    /// <summary>Convolves an image.</summary>
    /// <param name="image">channels first</param>
    /// <param name="features">[filters, height, width]</param>
    public void Apply(ReadOnlySpan<double> image, Span<double> features)
    {
        features.Clear();
        for (var tap = 0; tap < _filters.Length; tap++)
        {
            var (filter, channel, dy, dx) = Tap(tap);
            for (var y = Math.Max(0, -dy); y < _shape.Height - Math.Max(0, dy); y++)
            {
                var from = image.Slice((((channel * _shape.Height) + y + dy) * _shape.Width) + Math.Max(0, dx), _shape.Width - Math.Abs(dx));
                var to = features.Slice((((filter * _shape.Height) + y) * _shape.Width) + Math.Max(0, -dx), from.Length);
                for (var x = 0; x < from.Length; x++)
                {
                    to[x] += _filters[tap] * from[x];
                }
            }
        }
    }

    /// <summary>Adds the transposed convolution of a derivative with respect to the features.</summary>
    /// <param name="derivative">[filters, height, width]</param>
    /// <param name="image">channels first</param>
    public void AddTransposed(ReadOnlySpan<double> derivative, Span<double> image)
    {
        for (var tap = 0; tap < _filters.Length; tap++)
        {
            var (filter, channel, dy, dx) = Tap(tap);
            for (var y = Math.Max(0, -dy); y < _shape.Height - Math.Max(0, dy); y++)
            {
                var to = image.Slice((((channel * _shape.Height) + y + dy) * _shape.Width) + Math.Max(0, dx), _shape.Width - Math.Abs(dx));
                var from = derivative.Slice((((filter * _shape.Height) + y) * _shape.Width) + Math.Max(0, -dx), to.Length);
                for (var x = 0; x < to.Length; x++)
                {
                    to[x] += _filters[tap] * from[x];
                }
            }
        }
    }

    private (int Filter, int Channel, int Dy, int Dx) Tap(int tap) =>
        (tap / (Side * Side * _shape.Channels), tap / (Side * Side) % _shape.Channels, (tap / Side % Side) - 1, (tap % Side) - 1);
}
