namespace Federated.Learning.Data;

/// <summary>Images kept as bytes, a quarter of the memory of floats; normalised while they are gathered.</summary>
public sealed class ByteSampleSet : ImageSet
{
    private readonly byte[] _pixels;
    private readonly float[] _scale;
    private readonly float[] _shift;

    /// <param name="pixels">labels.Length * shape.Size bytes, sample after sample, channels first; kept, not copied</param>
    /// <param name="shape">shape of one sample</param>
    /// <param name="labels">class of each sample, in [0, classes)</param>
    /// <param name="classes">number of classes</param>
    /// <param name="normalisation">one mean and deviation per channel, of pixels divided by 255</param>
    public ByteSampleSet(byte[] pixels, SampleShape shape, int[] labels, int classes, Normalisation normalisation)
        : base(shape, labels, classes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.LongLength, (long)labels.Length * shape.Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(normalisation.Channels, shape.Channels);
        _pixels = pixels;
        Normalisation = normalisation;
        _scale = new float[shape.Channels];
        _shift = new float[shape.Channels];
        for (var c = 0; c < shape.Channels; c++)
        {
            _scale[c] = (float)(1.0 / (255.0 * normalisation.Std[c]));
            _shift[c] = (float)(-(double)normalisation.Mean[c] / normalisation.Std[c]);
        }
    }

    /// <inheritdoc/>
    public override Normalisation Normalisation { get; }

    /// <summary>The bytes of one sample, channels first.</summary>
    public ReadOnlySpan<byte> Pixels(int sample) => _pixels.AsSpan(sample * Shape.Size, Shape.Size);

    /// <inheritdoc/>
    public override void Gather(ReadOnlySpan<int> indices, Span<float> destination)
    {
        var plane = Shape.Height * Shape.Width;
        var to = 0;
        foreach (var index in indices)
        {
            var sample = Pixels(index);
            for (var c = 0; c < _scale.Length; c++)
            {
                PixelKernel.Convert(sample.Slice(c * plane, plane), destination.Slice(to, plane), _scale[c], _shift[c]);
                to += plane;
            }
        }
    }
}
