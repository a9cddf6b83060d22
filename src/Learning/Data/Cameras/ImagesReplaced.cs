namespace Federated.Learning.Data.Cameras;

/// <summary>A set of images with others in the places of some.</summary>
internal sealed class ImagesReplaced : ImageSet
{
    private readonly ImageSet _original;
    private readonly Dictionary<int, (ImageSet Set, int Index)> _replaced;

    /// <param name="original">the set</param>
    /// <param name="places">indices that are replaced, in the order of the images that replace them</param>
    /// <param name="replacements">sets whose images, one set after the other, take the places</param>
    public ImagesReplaced(ImageSet original, IReadOnlyList<int> places, IEnumerable<ImageSet> replacements)
        : this(original, Assign(places, replacements))
    {
    }

    private ImagesReplaced(ImageSet original, Dictionary<int, (ImageSet Set, int Index)> replaced)
        : base(original.Shape, Relabel(original, replaced), original.Classes)
    {
        _original = original;
        _replaced = replaced;
    }

    /// <inheritdoc/>
    public override Normalisation? Normalisation => _original.Normalisation;

    /// <inheritdoc/>
    public override void Gather(ReadOnlySpan<int> indices, Span<float> destination)
    {
        var size = Shape.Size;
        for (var i = 0; i < indices.Length; i++)
        {
            var (set, index) = _replaced.TryGetValue(indices[i], out var other) ? other : (_original, indices[i]);
            set.Gather([index], destination.Slice(i * size, size));
        }
    }

    private static Dictionary<int, (ImageSet Set, int Index)> Assign(IReadOnlyList<int> places, IEnumerable<ImageSet> replacements)
    {
        var replaced = new Dictionary<int, (ImageSet Set, int Index)>();
        foreach (var set in replacements)
        {
            for (var index = 0; index < set.Count; index++)
            {
                replaced.Add(places[replaced.Count], (set, index));
            }
        }

        return replaced;
    }

    private static int[] Relabel(ImageSet original, Dictionary<int, (ImageSet Set, int Index)> replaced)
    {
        var labels = original.Labels.ToArray();
        foreach (var (place, (set, index)) in replaced)
        {
            labels[place] = set.Labels[index];
        }

        return labels;
    }
}
