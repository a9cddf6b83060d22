namespace Federated.Learning.Data.Speeches;

/// <summary>Words to predict, each from the bag of the words before it: how often each word of the vocabulary is among them, divided by their number.</summary>
internal sealed class WordBagSet : ImageSet
{
    private readonly int[] _words;
    private readonly int[] _positions;
    private readonly int _context;

    /// <param name="words">word after word of all texts; negative: not in the vocabulary</param>
    /// <param name="positions">where the words to predict are; each has <paramref name="context"/> words of its text before it</param>
    /// <param name="context">words of a bag</param>
    /// <param name="vocabulary">number of words</param>
    public WordBagSet(int[] words, int[] positions, int context, int vocabulary)
        : base(new SampleShape(vocabulary, 1, 1), [.. positions.Select(position => words[position])], vocabulary)
    {
        _words = words;
        _positions = positions;
        _context = context;
    }

    /// <inheritdoc/>
    public override void Gather(ReadOnlySpan<int> indices, Span<float> destination)
    {
        destination[..(indices.Length * Shape.Size)].Clear();
        for (var i = 0; i < indices.Length; i++)
        {
            var bag = destination.Slice(i * Shape.Size, Shape.Size);
            foreach (var word in _words.AsSpan(_positions[indices[i]] - _context, _context))
            {
                if (word >= 0)
                {
                    bag[word] += 1f / _context;
                }
            }
        }
    }
}
