using System.Runtime.InteropServices;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Federated.Learning.Randomness;
using Federated.Learning.Rounds;
using static TorchSharp.torch;

namespace Federated.Learning.Tasks;

/// <summary>
/// Mini-batch gradients of a network by libtorch's autograd, collected in a flat vector. The mini-batch of a step includes its
/// augmentation and dropout masks, so both evaluations of an algorithm with an ascent step see the same function.
/// </summary>
internal sealed class NetworkObjective : IBatchObjective
{
    private readonly ClassificationTask _task;
    private readonly ParameterVector _parameters;
    private readonly BatchBuffer _batch;
    private readonly BatchSchedule _schedule;
    private readonly ForwardContext _training;
    private readonly ForwardContext _evaluating;
    private readonly HashSet<int> _trained = [];
    private readonly HashSet<int> _scored = [];
    private BatchBuffer? _evaluationBatch;
    private int _client;
    private int _number;
    private int _round;

    public NetworkObjective(ClassificationTask task)
    {
        set_num_threads(1);
        _task = task;
        var experiment = task.Experiment;
        _parameters = new ParameterVector(task.Layout, trainable: true);
        _batch = new BatchBuffer(task.Network.Input, task.LargestBatch);
        _schedule = new BatchSchedule(experiment.Local, experiment.Seed);
        _training = new ForwardContext(experiment.Precision, () => Stream(Purpose.Dropout));
        _evaluating = new ForwardContext(experiment.Precision);
    }

    /// <inheritdoc/>
    public Span<float> Point => _parameters.Values;

    /// <inheritdoc/>
    public Span<float> Gradient => _parameters.Gradient;

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
        _number = number;
        _batch.Fill(_task.Seen, samples);
        _task.Augment(_batch.Pixels, Stream(Purpose.Augmentation));
    }

    /// <inheritdoc/>
    public double Evaluate()
    {
        using var turn = FirstUse.Enter(_trained, _batch.Count);
        using var scope = NewDisposeScope();
        var logits = _task.Network.Forward(_parameters.Views, _batch.Images(), _training);
        var loss = nn.functional.cross_entropy(logits, _batch.LabelTensor());
        _parameters.ForgetGradients();
        loss.backward();
        _parameters.CollectGradients();
        return loss.item<float>();
    }

    /// <inheritdoc/>
    public double Loss()
    {
        using var turn = FirstUse.Enter(_trained, _batch.Count);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var logits = _task.Network.Forward(_parameters.Views, _batch.Images(), _training);
        return CrossEntropy.Score(MemoryMarshal.Cast<byte, float>(logits.contiguous().bytes), _batch.Labels).MeanLoss;
    }

    /// <inheritdoc/>
    public Score Score(EvaluationSplit split, int batch)
    {
        _evaluationBatch ??= new BatchBuffer(_task.Network.Input, _task.Experiment.Evaluation.BatchSize);
        _evaluationBatch.Fill(_task.Samples(split), _task.EvaluationBatch(split, batch));
        using var turn = FirstUse.Enter(_scored, _evaluationBatch.Count);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var logits = _task.Network.Forward(_parameters.Views, _evaluationBatch.Images(), _evaluating);
        return CrossEntropy.Score(MemoryMarshal.Cast<byte, float>(logits.contiguous().bytes), _evaluationBatch.Labels);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _parameters.Dispose();
        _batch.Dispose();
        _evaluationBatch?.Dispose();
    }

    /// <summary>This mini-batch's stream.</summary>
    private KeyedStream Stream(Purpose purpose) =>
        new KeyedStream(_task.Experiment.Seed, purpose, _round, _client).Child(_number);
}
