using Federated.Learning.Data;
using Federated.Learning.Randomness;
using Federated.Learning.Rounds;

namespace Federated.Learning.Tasks;

/// <summary>
/// Multinomial logistic regression without libtorch: at 10 us a step, the price of a tensor operation is the whole step.
/// Parameters are W [C, n_in], then b [C], as in the layout of the network of the same name.
/// </summary>
internal sealed class LinearObjective : ILocalObjective<float>
{
    /// <summary>The network this objective computes.</summary>
    public const string NetworkName = "logistic";

    private readonly ClassificationTask _task;
    private readonly BatchSchedule _schedule;
    private readonly float[] _point;
    private readonly float[] _gradient;
    private readonly int _inputs;
    private readonly int _classes;
    private float[] _samples;
    private float[] _logits;
    private long[] _labels;
    private int _count;
    private int _client;
    private int _round;

    public LinearObjective(ClassificationTask task)
    {
        _task = task;
        _schedule = new BatchSchedule(task.Experiment.Local, task.Experiment.Seed);
        _inputs = task.Network.Input.Size;
        _classes = task.Network.Classes;
        _point = GC.AllocateArray<float>(task.Layout.Dimension, pinned: true);
        _gradient = GC.AllocateArray<float>(task.Layout.Dimension, pinned: true);
        (_samples, _logits, _labels) = ([], [], []);
    }

    /// <inheritdoc/>
    public Span<float> Point => _point;

    /// <inheritdoc/>
    public Span<float> Gradient => _gradient;

    /// <inheritdoc/>
    public void Open(int client, int round)
    {
        (_client, _round) = (client, round);
        _schedule.Open(_task.Partition[client], round, client);
    }

    /// <inheritdoc/>
    public void NextBatch()
    {
        Fill(_task.Data.Train, _schedule.Next());
        var stream = new KeyedStream(_task.Experiment.Seed, Purpose.Augmentation, _round, _client);
        _task.Augment(_samples.AsSpan(0, _count * _inputs), stream.Child(_schedule.Batch));
    }

    /// <inheritdoc/>
    public double Evaluate()
    {
        LinearKernels.Logits(_point, _samples.AsSpan(0, _count * _inputs), _logits, _inputs, _classes);
        var loss = 0.0;
        for (var row = 0; row < _count; row++)
        {
            loss += SoftmaxInPlace(_logits.AsSpan(row * _classes, _classes), (int)_labels[row], 1.0f / _count);
        }

        LinearKernels.Gradient(_logits, _samples.AsSpan(0, _count * _inputs), _gradient, _inputs, _classes);
        return loss / _count;
    }

    /// <inheritdoc/>
    public Score Score(EvaluationSplit split, int batch)
    {
        Fill(_task.Samples(split), _task.EvaluationBatch(split, batch));
        LinearKernels.Logits(_point, _samples.AsSpan(0, _count * _inputs), _logits, _inputs, _classes);
        return CrossEntropy.Score(_logits.AsSpan(0, _count * _classes), _labels.AsSpan(0, _count));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Replaces a row of logits by the derivative of the loss; returns the row's loss.</summary>
    private static double SoftmaxInPlace(Span<float> row, int label, float weight)
    {
        var max = row[0];
        foreach (var value in row)
        {
            max = Math.Max(max, value);
        }

        var target = row[label];
        var sum = 0.0f;
        foreach (ref var value in row)
        {
            value = MathF.Exp(value - max);
            sum += value;
        }

        foreach (ref var value in row)
        {
            value *= weight / sum;
        }

        row[label] -= weight;
        return Math.Log(sum) + max - target;
    }

    private void Fill(SampleSet samples, ReadOnlySpan<int> indices)
    {
        _count = indices.Length;
        if (_labels.Length < _count)
        {
            _samples = GC.AllocateUninitializedArray<float>(_count * _inputs, pinned: true);
            _logits = new float[_count * _classes];
            _labels = new long[_count];
        }

        samples.Gather(indices, _samples);
        samples.GatherLabels(indices, _labels);
    }
}
