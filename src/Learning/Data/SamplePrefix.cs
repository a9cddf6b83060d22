namespace Federated.Learning.Data;

/// <summary>The first images of another set.</summary>
internal sealed class SamplePrefix(ImageSet whole, int count)
    : ImageSet(whole.Shape, whole.Labels[..count].ToArray(), whole.Classes)
{
    /// <inheritdoc/>
    public override Normalisation? Normalisation => whole.Normalisation;

    /// <inheritdoc/>
    public override void Gather(ReadOnlySpan<int> indices, Span<float> destination)
    {
        foreach (var index in indices)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        }

        whole.Gather(indices, destination);
    }
}
