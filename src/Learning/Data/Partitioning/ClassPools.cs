using Federated.Learning.Randomness;

namespace Federated.Learning.Data.Partitioning;

/// <summary>The samples of each class in random order, taken one by one from the end.</summary>
internal sealed class ClassPools
{
    private readonly int[] _samples;
    private readonly int[] _starts;
    private readonly int[] _left;

    /// <summary>Sorts the samples by class (counting sort); nothing is shuffled yet.</summary>
    public ClassPools(SampleSet samples, PoolPolicy policy)
    {
        Policy = policy;
        _starts = new int[samples.Classes + 1];
        foreach (var label in samples.Labels)
        {
            _starts[label + 1]++;
        }

        _left = _starts[1..];
        for (var c = 0; c < samples.Classes; c++)
        {
            _starts[c + 1] += _starts[c];
        }

        _samples = new int[samples.Count];
        var next = _starts[..^1];
        for (var i = 0; i < samples.Count; i++)
        {
            _samples[next[samples.Labels[i]]++] = i;
        }
    }

    /// <summary>What happens when a class runs out.</summary>
    public PoolPolicy Policy { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => _left.Length;

    /// <summary>Samples of a class, used or not.</summary>
    public int Total(int label) => _starts[label + 1] - _starts[label];

    /// <summary>Unused samples of a class.</summary>
    public int Left(int label) => _left[label];

    /// <summary>Whether a client may draw the class.</summary>
    public bool IsOpen(int label) => Policy == PoolPolicy.Exclusive ? _left[label] > 0 : Total(label) > 0;

    /// <summary>Puts the samples of a class into random order.</summary>
    public void Shuffle(int label, KeyedStream stream) =>
        stream.Shuffle(_samples.AsSpan(_starts[label], Total(label)));

    /// <summary>Takes the next unused sample; false, after filling the pool again, when there was none.</summary>
    public bool TryTake(int label, out int sample)
    {
        if (_left[label] == 0)
        {
            _left[label] = Total(label);
            sample = -1;
            return false;
        }

        sample = _samples[_starts[label] + --_left[label]];
        return true;
    }
}
