using System.Runtime.InteropServices;
using Federated.Learning.LanguageModels;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;
using static TorchSharp.torch;

namespace Federated.Learning.Tasks;

/// <summary>
/// Mini-batch gradients of a language model's trained part by libtorch's autograd. The losses of single tokens are float32, their sum is
/// float64: the difference of two losses close to each other needs the digits.
/// </summary>
internal sealed class LanguageObjective : ILocalObjective<float>
{
    private readonly LanguageTask _task;
    private readonly TrainedPart _part;
    private readonly ParameterVector _parameters;
    private readonly TokenBatch _batch;
    private readonly BatchSchedule _schedule;
    private readonly HashSet<int> _trained = [];
    private readonly HashSet<int> _scored = [];
    private TokenBatch? _evaluationBatch;

    public LanguageObjective(LanguageTask task)
    {
        set_num_threads(1);
        _task = task;
        _part = task.Part;
        _parameters = new ParameterVector(task.Layout, trainable: true);
        _batch = new TokenBatch(task.Train, task.LargestBatch, task.Train.Longest);
        _schedule = new BatchSchedule(task.Experiment.Local, task.Experiment.Seed);
    }

    /// <inheritdoc/>
    public Span<float> Point => _parameters.Values;

    /// <inheritdoc/>
    public Span<float> Gradient => _parameters.Gradient;

    /// <inheritdoc/>
    public void Open(int client, int round) => _schedule.Open(_task.Trained[client], round, client);

    /// <inheritdoc/>
    public void NextBatch() => _batch.Fill(_task.Train, _schedule.Next());

    /// <inheritdoc/>
    public double Evaluate()
    {
        using var turn = FirstUse.Enter(_trained, _batch.Shape);
        using var scope = NewDisposeScope();
        var losses = Losses(Logits(_batch), _batch);
        _parameters.ForgetGradients();
        losses.mean().backward();
        _parameters.CollectGradients();
        return Sum(losses) / _batch.Predictions;
    }

    /// <inheritdoc/>
    public double Loss()
    {
        using var turn = FirstUse.Enter(_trained, _batch.Shape);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return Sum(Losses(Logits(_batch), _batch)) / _batch.Predictions;
    }

    /// <inheritdoc/>
    public Score Score(EvaluationSplit split, int batch)
    {
        _evaluationBatch ??= new TokenBatch(
            _task.Train, _task.Experiment.Evaluation.BatchSize, Math.Max(_task.Train.Longest, _task.Samples(EvaluationSplit.Test).Longest));
        _evaluationBatch.Fill(_task.Samples(split), _task.EvaluationBatch(split, batch));
        using var turn = FirstUse.Enter(_scored, _evaluationBatch.Shape);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var logits = Logits(_evaluationBatch);
        var correct = logits.argmax(1).eq(_evaluationBatch.Targets).sum().item<long>();
        return new Score(Sum(Losses(logits, _evaluationBatch)), correct, _evaluationBatch.Predictions);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _parameters.Dispose();
        _batch.Dispose();
        _evaluationBatch?.Dispose();
    }

    private Tensor Logits(TokenBatch batch) => batch.Logits(_task.Model.Network, _part.Whole(_parameters.Views));

    private static Tensor Losses(Tensor logits, TokenBatch batch) =>
        nn.functional.cross_entropy(logits, batch.Targets, reduction: nn.Reduction.None);

    private static double Sum(Tensor losses)
    {
        var sum = 0.0;
        foreach (var loss in MemoryMarshal.Cast<byte, float>(losses.contiguous().bytes))
        {
            sum += loss;
        }

        return sum;
    }
}
