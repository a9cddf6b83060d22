namespace Federated.Learning.Data;

/// <summary>Some of the images of another set, in an order of their own.</summary>
/// <param name="whole">the other set</param>
/// <param name="chosen">indices in it</param>
public sealed class SampleSelection(ImageSet whole, int[] chosen)
    : ImageSet(whole.Shape, [.. chosen.Select(index => whole.Labels[index])], whole.Classes)
{
    /// <inheritdoc/>
    public override Normalisation? Normalisation => whole.Normalisation;

    /// <inheritdoc/>
    public override void Gather(ReadOnlySpan<int> indices, Span<float> destination)
    {
        var inWhole = new int[indices.Length];
        for (var i = 0; i < inWhole.Length; i++)
        {
            inWhole[i] = chosen[indices[i]];
        }

        whole.Gather(inWhole, destination);
    }
}
