using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Cameras;

/// <summary>What one camera makes of an image: a gamma curve, brightness, rotation, blur, a fixed pattern and noise, in this order.</summary>
public sealed class Camera
{
    /// <summary>A blur below this many pixels changes nothing that a byte can hold.</summary>
    private const double SharpestBlur = 0.05;

    private readonly SampleShape _shape;
    private readonly double _gamma;
    private readonly float _brightness;
    private readonly ImageTurn? _turn;
    private readonly float[] _blur;
    private readonly float _noise;
    private readonly float[] _pattern;

    /// <summary>Draws a camera.</summary>
    /// <param name="options">the ranges of its properties</param>
    /// <param name="shape">of the images it takes</param>
    /// <param name="stream">this camera's own</param>
    public Camera(CameraOptions options, SampleShape shape, KeyedStream stream)
    {
        _shape = shape;
        _gamma = Math.Exp(Symmetric(ref stream) * options.Gamma);
        _brightness = (float)(Symmetric(ref stream) * options.Brightness);
        var degrees = Symmetric(ref stream) * options.Rotation;
        _turn = degrees == 0.0 ? null : new ImageTurn(shape.Height, shape.Width, degrees);
        _blur = GaussianWindow(stream.NextDouble() * options.Blur);
        _noise = (float)(stream.NextDouble() * options.SensorNoise);
        _pattern = new float[shape.Size];
        for (var i = 0; i < _pattern.Length; i++)
        {
            _pattern[i] = (float)(options.FixedPattern * stream.NextGaussian());
        }
    }

    /// <summary>Takes a photo.</summary>
    /// <param name="image">pixels in [0, 1], channels first</param>
    /// <param name="photo">as long; pixels in [0, 1]</param>
    /// <param name="noise">this photo's own stream</param>
    public void Photograph(ReadOnlySpan<float> image, Span<float> photo, KeyedStream noise)
    {
        for (var i = 0; i < photo.Length; i++)
        {
            photo[i] = (float)Math.Pow(Math.Clamp(image[i], 0f, 1f), _gamma) + _brightness;
        }

        var plane = _shape.Height * _shape.Width;
        var scratch = new float[plane];
        for (var start = 0; start < photo.Length; start += plane)
        {
            var channel = photo.Slice(start, plane);
            _turn?.Apply(channel, scratch, _brightness);
            Blur(channel, scratch);
        }

        for (var i = 0; i < photo.Length; i++)
        {
            var drawn = _noise > 0f ? _noise * (float)noise.NextGaussian() : 0f;
            photo[i] = Math.Clamp(photo[i] + _pattern[i] + drawn, 0f, 1f);
        }
    }

    private static double Symmetric(ref KeyedStream stream) => (2.0 * stream.NextDouble()) - 1.0;

    /// <summary>Half of a symmetric window, from the middle on; the whole sums to 1.</summary>
    private static float[] GaussianWindow(double deviation)
    {
        if (deviation < SharpestBlur)
        {
            return [1f];
        }

        var half = new float[(int)Math.Ceiling(3.0 * deviation) + 1];
        var sum = 0.0;
        for (var i = 0; i < half.Length; i++)
        {
            var weight = Math.Exp(-0.5 * i * i / (deviation * deviation));
            half[i] = (float)weight;
            sum += i == 0 ? weight : 2.0 * weight;
        }

        for (var i = 0; i < half.Length; i++)
        {
            half[i] = (float)(half[i] / sum);
        }

        return half;
    }

    /// <summary>Rows, then columns; pixels at the edge go on beyond it.</summary>
    private void Blur(Span<float> channel, float[] scratch)
    {
        if (_blur.Length == 1)
        {
            return;
        }

        var (height, width) = (_shape.Height, _shape.Width);
        for (var y = 0; y < height; y++)
        {
            Blur(channel.Slice(y * width, width), scratch.AsSpan(y * width, width), width, 1);
        }

        for (var x = 0; x < width; x++)
        {
            Blur(scratch.AsSpan(x), channel[x..], height, width);
        }
    }

    private void Blur(ReadOnlySpan<float> line, Span<float> result, int length, int stride)
    {
        for (var i = 0; i < length; i++)
        {
            var sum = _blur[0] * line[i * stride];
            for (var k = 1; k < _blur.Length; k++)
            {
                sum += _blur[k] * (line[Math.Max(i - k, 0) * stride] + line[Math.Min(i + k, length - 1) * stride]);
            }

            result[i * stride] = sum;
        }
    }
}
