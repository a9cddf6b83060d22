using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Numerics;
using Federated.Learning.Privacy;
using Federated.Learning.Randomness;
using Federated.Learning.Rounds;

namespace Federated.Learning.Tasks;

/// <summary>
/// The gradients of DP-SGD (Abadi et al. 2016, arXiv 1607.00133): (sum_i g_i min(1, C / |g_i|) + z C n) / B over the samples i of a mini-batch of B, with
/// fresh normal numbers n in every evaluation. Losses are those of the samples, without noise.
/// </summary>
internal sealed class PerExampleObjective : ILocalObjective<float>
{
    private readonly IBatchObjective _inner;
    private readonly PerExampleClipOptions _options;
    private readonly Partition _partition;
    private readonly BatchSchedule _schedule;
    private readonly AlignedBuffer<float> _gradient;
    private readonly ulong _seed;
    private int[] _batch = [];
    private int _client;
    private int _round;
    private int _evaluations;

    /// <param name="inner">whose gradients; owned</param>
    /// <param name="options">C and z</param>
    /// <param name="experiment">seed and mini-batches</param>
    /// <param name="partition">which samples each client trains on</param>
    public PerExampleObjective(IBatchObjective inner, PerExampleClipOptions options, Experiment experiment, Partition partition)
    {
        _inner = inner;
        _options = options;
        _partition = partition;
        _seed = experiment.Seed;
        _schedule = new BatchSchedule(experiment.Local, experiment.Seed);
        _gradient = new AlignedBuffer<float>(inner.Point.Length);
    }

    /// <inheritdoc/>
    public Span<float> Point => _inner.Point;

    /// <inheritdoc/>
    public Span<float> Gradient => _gradient.Span;

    /// <inheritdoc/>
    public void Open(int client, int round)
    {
        (_client, _round, _evaluations) = (client, round, 0);
        _inner.Open(client, round);
        _schedule.Open(_partition[client], round, client);
    }

    /// <inheritdoc/>
    public void NextBatch() => _batch = _schedule.Next().ToArray();

    /// <inheritdoc/>
    public double Evaluate()
    {
        Gradient.Clear();
        var loss = 0.0;
        for (var i = 0; i < _batch.Length; i++)
        {
            _inner.Take(_batch.AsSpan(i, 1), NumberOf(i));
            loss += _inner.Evaluate();
            var factor = Math.Min(1.0, _options.Norm / FlatVector.Norm<float>(_inner.Gradient));
            FlatVector.AddScaled<float>(Gradient, factor / _batch.Length, _inner.Gradient);
        }

        AddNoise();
        return loss / _batch.Length;
    }

    /// <inheritdoc/>
    public double Loss()
    {
        _inner.Take(_batch, NumberOf(0));
        return _inner.Loss();
    }

    /// <inheritdoc/>
    public Score Score(EvaluationSplit split, int batch) => _inner.Score(split, batch);

    /// <inheritdoc/>
    public void Dispose()
    {
        _inner.Dispose();
        _gradient.Dispose();
    }

    private void AddNoise()
    {
        var std = _options.NoiseMultiplier * _options.Norm / _batch.Length;
        if (std > 0.0)
        {
            var stream = new KeyedStream(_seed, Purpose.GradientNoise, _round, _client).Child(_evaluations++);
            Noise.AddGaussian(Gradient, std, ref stream);
        }
    }

    /// <summary>Each sample has masks of its own, the same in both evaluations of a step.</summary>
    private int NumberOf(int sample) => unchecked((_schedule.Batch << 12) + sample);
}
