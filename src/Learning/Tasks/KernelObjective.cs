using Federated.Learning.Kernels;
using Federated.Learning.Models;
using Federated.Learning.Numerics;
using Federated.Learning.Randomness;
using Federated.Learning.Rounds;

namespace Federated.Learning.Tasks;

/// <summary>
/// Mini-batch gradients of a sequential network on our own kernels: no tensors, no autograd graph, no allocation in a step.
/// The mini-batch of a step includes its augmentation and dropout masks.
/// </summary>
internal sealed unsafe class KernelObjective : IBatchObjective
{
    private readonly ClassificationTask _task;
    private readonly SequentialNetwork _network;
    private readonly BatchSchedule _schedule;
    private readonly AlignedBuffer<float> _point;
    private readonly AlignedBuffer<float> _gradient;
    private readonly KernelNetwork _training;
    private readonly long[] _labels;
    private KernelNetwork? _evaluation;
    private int _count;
    private int _number;
    private int _client;
    private int _round;

    public KernelObjective(ClassificationTask task, SequentialNetwork network)
    {
        _task = task;
        _network = network;
        _schedule = new BatchSchedule(task.Experiment.Local, task.Experiment.Seed);
        _point = new AlignedBuffer<float>(task.Layout.Dimension);
        _gradient = new AlignedBuffer<float>(task.Layout.Dimension);
        _training = new KernelNetwork(network, task.LargestBatch, KernelPass.Training);
        _labels = new long[task.LargestBatch];
    }

    /// <inheritdoc/>
    public Span<float> Point => _point.Span;

    /// <inheritdoc/>
    public Span<float> Gradient => _gradient.Span;

    /// <inheritdoc/>
    public void Open(int client, int round)
    {
        (_client, _round) = (client, round);
        _schedule.Open(_task.Trained[client], round, client);
    }

    /// <inheritdoc/>
    public void NextBatch()
    {
        var samples = _schedule.Next();
        Take(samples, _schedule.Batch);
    }

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<int> samples, int number)
    {
        (_count, _number) = (samples.Length, number);
        var pixels = _training.Samples(_count);
        _task.Seen.Gather(samples, pixels);
        _task.Seen.GatherLabels(samples, _labels);
        _task.Augment(pixels, Stream(Purpose.Augmentation));
    }

    /// <inheritdoc/>
    public double Evaluate()
    {
        var loss = Loss();
        _training.Backward(_gradient.Address, _count);
        return loss;
    }

    /// <inheritdoc/>
    public double Loss()
    {
        var logits = _training.Forward(_point.Address, _count, Stream(Purpose.Dropout));
        return CrossEntropy.MeanLoss(logits, _labels.AsSpan(0, _count), _training.LogitDerivatives(_count));
    }

    /// <inheritdoc/>
    public Score Score(EvaluationSplit split, int batch)
    {
        var samples = _task.Samples(split);
        var indices = _task.EvaluationBatch(split, batch);
        var labels = new long[indices.Length];
        _evaluation ??= new KernelNetwork(_network, _task.Experiment.Evaluation.BatchSize, KernelPass.Evaluation);
        samples.Gather(indices, _evaluation.Samples(indices.Length));
        samples.GatherLabels(indices, labels);
        return CrossEntropy.Score(_evaluation.Forward(_point.Address, indices.Length), labels);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _training.Dispose();
        _evaluation?.Dispose();
        _point.Dispose();
        _gradient.Dispose();
    }

    /// <summary>This mini-batch's stream.</summary>
    private KeyedStream Stream(Purpose purpose) =>
        new KeyedStream(_task.Experiment.Seed, purpose, _round, _client).Child(_number);
}
