namespace Federated.Learning.Data;

/// <summary>Labelled samples in memory, immutable and safe to read from many threads: what a partition needs to know of them.</summary>
public abstract class SampleSet
{
    private readonly int[] _labels;

    /// <param name="labels">class of each sample, in [0, classes)</param>
    /// <param name="classes">number of classes</param>
    protected SampleSet(int[] labels, int classes)
    {
        _labels = labels;
        Classes = classes;
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of samples.</summary>
    public int Count => _labels.Length;

    /// <summary>Class of each sample.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>What one sample is, for people: <c>1x28x28</c>, <c>64 tokens</c>.</summary>
    public abstract string Measure { get; }

    /// <summary>The first samples, in their order.</summary>
    /// <param name="count">in [1, <see cref="Count"/>]</param>
    public abstract SampleSet First(int count);

    /// <summary>Writes the labels of the given samples as libtorch wants them.</summary>
    public void GatherLabels(ReadOnlySpan<int> indices, Span<long> destination)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            destination[i] = _labels[indices[i]];
        }
    }
}
