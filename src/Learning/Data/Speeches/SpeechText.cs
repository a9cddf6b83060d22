namespace Federated.Learning.Data.Speeches;

/// <summary>All speeches as numbers of words, one after the other.</summary>
internal sealed class SpeechText
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly List<int> _words = [];
    private readonly int _context;

    /// <param name="known">speeches that the vocabulary is taken from</param>
    /// <param name="options">its size, and that of a bag</param>
    public SpeechText(IEnumerable<Speech> known, SpeechesOptions options)
    {
        _context = options.Context;
        _vocabulary = known.SelectMany(speech => speech.Words)
            .CountBy(word => word)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(options.Words)
            .Select((pair, number) => (pair.Key, number))
            .ToDictionary(pair => pair.Key, pair => pair.number);
    }

    /// <summary>Appends a speech.</summary>
    /// <returns>positions of its words that can be predicted</returns>
    public int[] Add(Speech speech)
    {
        var start = _words.Count;
        _words.AddRange(speech.Words.Select(word => _vocabulary.GetValueOrDefault(word, -1)));
        return [.. Enumerable.Range(start, speech.Words.Count).Skip(_context).Where(position => _words[position] >= 0)];
    }

    /// <summary>Samples of the given positions, list after list; all speeches must have been added.</summary>
    public WordBagSet Samples(IEnumerable<int[]> positions) =>
        new([.. _words], [.. positions.SelectMany(list => list)], _context, _vocabulary.Count);
}
