using Federated.Attacks.Derivatives;
using Federated.Learning.Models;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Inversion.Labels;

/// <summary>What a model does to dummy samples from N(0, 1): what a sample of a class adds to the last layer's gradient, and what it gives without data.</summary>
internal sealed class DummyMeasurements : IDisposable
{
    private readonly Network _network;
    private readonly IJointLoss<float> _loss;
    private readonly ulong _seed;

    /// <param name="network">ends in a linear layer</param>
    /// <param name="batch">dummy samples that are evaluated together</param>
    /// <param name="seed">of the samples</param>
    public DummyMeasurements(Network network, int batch, ulong seed)
    {
        (_network, _seed) = (network, seed);
        _loss = JointLosses.Create<float>(network, batch);
    }

    /// <summary>Mean softmax p_c, and O: the mean over samples of the sum of what enters the last layer.</summary>
    /// <param name="weights">of the model</param>
    /// <param name="batches">number of batches</param>
    /// <param name="stop">ends it between two of them</param>
    public (double[] Probabilities, double Activation) Activity(ReadOnlySpan<float> weights, int batches, CancellationToken stop)
    {
        weights.CopyTo(_loss.Weights);
        var (probabilities, activation) = (new double[_network.Classes], 0.0);
        for (var b = 0; b < batches; b++)
        {
            stop.ThrowIfCancellationRequested();
            Draw(b);
            // dW_0 is mean_i (p_i0 - q_i0) h_i: between q_i0 = 0 and 1 lies exactly mean_i h_i.
            var without = FirstRowSum(1);
            activation += (without - FirstRowSum(0)) / batches;
            AddSoftmax(probabilities, 1.0 / (batches * _loss.Samples));
        }

        return (probabilities, activation);
    }

    /// <summary>Mean impact of one sample on its class's row sum, with its 1/C more, and each class's row sum where only others occur.</summary>
    /// <param name="weights">of the model</param>
    public (double Impact, double[] Offsets) Impacts(ReadOnlySpan<float> weights)
    {
        weights.CopyTo(_loss.Weights);
        var classes = _network.Classes;
        var (impact, offsets) = (0.0, new double[classes]);
        for (var c = 0; c < classes; c++)
        {
            Draw(c);
            Label(c);
            _loss.Evaluate();
            var sums = LastLayer.Of(_network, _loss.WeightGradient).RowSums;
            impact += (1.0 + (1.0 / classes)) * sums[c] / (_loss.Samples * classes);
            for (var other = 0; other < classes; other++)
            {
                offsets[other] += other == c ? 0.0 : sums[other] / (classes - 1);
            }
        }

        return (impact, offsets);
    }

    public void Dispose() => _loss.Dispose();

    private double FirstRowSum(int label)
    {
        Label(label);
        _loss.Evaluate();
        return LastLayer.Of(_network, _loss.WeightGradient).RowSums[0];
    }

    private void Label(int c)
    {
        _loss.Targets.Clear();
        for (var i = 0; i < _loss.Samples; i++)
        {
            _loss.Targets[(i * _network.Classes) + c] = 1f;
        }
    }

    private void Draw(int lane)
    {
        var stream = new KeyedStream(_seed, Purpose.InversionDummies, lane: lane);
        foreach (ref var value in _loss.Inputs)
        {
            value = (float)stream.NextGaussian();
        }
    }

    private void AddSoftmax(double[] sum, double weight)
    {
        Span<double> row = stackalloc double[_network.Classes];
        for (var i = 0; i < _loss.Samples; i++)
        {
            var logits = _loss.Logits.Slice(i * row.Length, row.Length);
            var (most, total) = (float.NegativeInfinity, 0.0);
            foreach (var logit in logits)
            {
                most = Math.Max(most, logit);
            }

            for (var c = 0; c < row.Length; c++)
            {
                row[c] = Math.Exp(logits[c] - most);
                total += row[c];
            }

            for (var c = 0; c < row.Length; c++)
            {
                sum[c] += weight * row[c] / total;
            }
        }
    }
}
