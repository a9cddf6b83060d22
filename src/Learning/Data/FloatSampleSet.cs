namespace Federated.Learning.Data;

/// <summary>Samples kept as floats, already normalised.</summary>
public sealed class FloatSampleSet : ImageSet
{
    private readonly float[] _values;

    /// <param name="values">labels.Length * shape.Size numbers, sample after sample, channels first; kept, not copied</param>
    /// <param name="shape">shape of one sample</param>
    /// <param name="labels">class of each sample, in [0, classes)</param>
    /// <param name="classes">number of classes</param>
    /// <param name="normalisation">what was done to the values already, if it is known</param>
    public FloatSampleSet(float[] values, SampleShape shape, int[] labels, int classes, Normalisation? normalisation = null)
        : base(shape, labels, classes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.LongLength, (long)labels.Length * shape.Size);
        _values = values;
        Normalisation = normalisation;
    }

    /// <inheritdoc/>
    public override Normalisation? Normalisation { get; }

    /// <inheritdoc/>
    public override void Gather(ReadOnlySpan<int> indices, Span<float> destination)
    {
        var size = Shape.Size;
        for (var i = 0; i < indices.Length; i++)
        {
            _values.AsSpan(indices[i] * size, size).CopyTo(destination.Slice(i * size, size));
        }
    }
}
