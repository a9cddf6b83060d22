namespace Federated.Learning.Data;

/// <summary>Labelled samples in memory, immutable and safe to read from many threads.</summary>
public abstract class SampleSet
{
    private readonly int[] _labels;

    /// <param name="shape">shape of one sample</param>
    /// <param name="labels">class of each sample, in [0, classes)</param>
    /// <param name="classes">number of classes</param>
    protected SampleSet(SampleShape shape, int[] labels, int classes)
    {
        Shape = shape;
        _labels = labels;
        Classes = classes;
    }

    /// <summary>Shape of one sample.</summary>
    public SampleShape Shape { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of samples.</summary>
    public int Count => _labels.Length;

    /// <summary>Class of each sample.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>How [0, 1] pixels became the numbers of <see cref="Gather"/>; null when samples are not pixels, or it is unknown.</summary>
    public virtual Normalisation? Normalisation => null;

    /// <summary>Writes the normalised samples one after the other, each channels first.</summary>
    /// <param name="indices">samples to copy</param>
    /// <param name="destination">at least indices.Length * Shape.Size long</param>
    public abstract void Gather(ReadOnlySpan<int> indices, Span<float> destination);

    /// <summary>Writes the labels of the given samples as libtorch wants them.</summary>
    public void GatherLabels(ReadOnlySpan<int> indices, Span<long> destination)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            destination[i] = _labels[indices[i]];
        }
    }
}
