namespace Federated.Learning.Data;

/// <summary>Labelled images, or any samples of one shape.</summary>
public abstract class ImageSet : SampleSet
{
    /// <param name="shape">shape of one sample</param>
    /// <param name="labels">class of each sample, in [0, classes)</param>
    /// <param name="classes">number of classes</param>
    protected ImageSet(SampleShape shape, int[] labels, int classes)
        : base(labels, classes) => Shape = shape;

    /// <summary>Shape of one sample.</summary>
    public SampleShape Shape { get; }

    /// <summary>How [0, 1] pixels became the numbers of <see cref="Gather"/>; null when samples are not pixels, or it is unknown.</summary>
    public virtual Normalisation? Normalisation => null;

    /// <inheritdoc/>
    public override string Measure => $"{Shape}";

    /// <summary>Writes the normalised samples one after the other, each channels first.</summary>
    /// <param name="indices">samples to copy</param>
    /// <param name="destination">at least indices.Length * Shape.Size long</param>
    public abstract void Gather(ReadOnlySpan<int> indices, Span<float> destination);

    /// <inheritdoc/>
    public override SampleSet First(int count) => new SamplePrefix(this, count);
}
