namespace Federated.Learning.Data.Leaf;

/// <summary>Samples by user while they are read: users in the order they appear, samples in reading order.</summary>
internal sealed class LeafUsers
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<List<int>> _samples = [];
    private byte[] _pixels = new byte[1 << 20];

    /// <summary>Classes of all samples.</summary>
    public List<int> Labels { get; } = [];

    /// <summary>Samples of each user.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Samples => _samples;

    /// <summary>The number of a user, a new one for a new name.</summary>
    public int NumberOf(string user)
    {
        if (!_numbers.TryGetValue(user, out var number))
        {
            number = _samples.Count;
            _numbers.Add(user, number);
            _samples.Add([]);
        }

        return number;
    }

    /// <summary>Adds a sample and gives the bytes of its pixels to write into.</summary>
    public Span<byte> Add(int user, int label, int size)
    {
        var start = Labels.Count * size;
        var needed = start + (long)size;
        if (needed > Array.MaxLength)
        {
            throw new InputException($"more than {Array.MaxLength} bytes of pixels; use fewer files");
        }

        if (needed > _pixels.Length)
        {
            Array.Resize(ref _pixels, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _pixels.Length)));
        }

        _samples[user].Add(Labels.Count);
        Labels.Add(label);
        return _pixels.AsSpan(start, size);
    }

    /// <summary>All pixels in sample order, cut to length.</summary>
    public byte[] TakePixels(int size)
    {
        Array.Resize(ref _pixels, Labels.Count * size);
        return _pixels;
    }
}
