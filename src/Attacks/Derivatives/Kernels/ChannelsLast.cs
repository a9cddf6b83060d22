using System.Numerics;
using Federated.Learning.Data;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>
/// One sample as an image whose pixels are vectors of channels: rows x columns x channels, the channels filled up to whole vectors. The sample lies
/// inside of it, some pixels from its edges; what surrounds it is written by nobody here.
/// </summary>
/// <param name="shape">of the sample</param>
/// <param name="margin">pixels above and to the left of it</param>
/// <param name="columns">pixels of a row</param>
internal readonly unsafe struct ChannelsLast<T>(SampleShape shape, int margin, int columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _stride = Signal<T>.Whole(shape.Height * shape.Width);

    /// <summary>Distance between pixels.</summary>
    public int Channels { get; } = Signal<T>.Whole(shape.Channels);

    /// <summary>Takes a sample that is stored plane after plane.</summary>
    public void Read(T* planes, T* image)
    {
        for (var y = 0; y < shape.Height; y++)
        {
            for (var x = 0; x < shape.Width; x++)
            {
                T* source = planes + (y * shape.Width) + x, pixel = Pixel(image, y, x);
                for (var channel = 0; channel < shape.Channels; channel++, source += _stride)
                {
                    pixel[channel] = *source;
                }
            }
        }
    }

    /// <summary>Gives the sample plane after plane; what fills planes up becomes zero.</summary>
    public void Write(T* image, T* planes)
    {
        for (var channel = 0; channel < shape.Channels; channel++, planes += _stride)
        {
            var to = planes;
            for (var y = 0; y < shape.Height; y++)
            {
                var source = Pixel(image, y, 0) + channel;
                for (var x = 0; x < shape.Width; x++, source += Channels)
                {
                    *to++ = *source;
                }
            }

            new Span<T>(to, (int)(planes + _stride - to)).Clear();
        }
    }

    private T* Pixel(T* image, int y, int x) => image + ((nint)(((y + margin) * columns) + x + margin) * Channels);
}
