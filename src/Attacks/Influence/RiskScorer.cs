using Federated.Learning;
using Federated.Learning.Models;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Influence;

/// <summary>Ranks a client's samples by how far noise would push an attacker who inverts their gradients. No attack is run.</summary>
public static class RiskScorer
{
    /// <summary>Scores every sample by itself, riskiest first.</summary>
    /// <param name="network">the model</param>
    /// <param name="weights">length d</param>
    /// <param name="inputs">the client's samples, normalised, one after the other</param>
    /// <param name="labels">their classes</param>
    /// <param name="options">noise and solver</param>
    /// <param name="stop">ends it early</param>
    /// <returns>in ascending order of predicted error, then of index</returns>
    /// <exception cref="InputException">Lengths do not fit the network, or a label is none of its classes.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<RiskScore> Rank(
        Network network, ReadOnlyMemory<float> weights, ReadOnlyMemory<float> inputs, ReadOnlyMemory<int> labels, RiskOptions options, CancellationToken stop = default)
    {
        JointPoint.Require(network, weights.Length, inputs.Length, labels.Span);
        var scores = new RiskScore[labels.Length];
        Parallel.For(0, scores.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = stop }, i =>
            scores[i] = Score(network, weights.Span, inputs.Slice(i * network.Input.Size, network.Input.Size).Span, labels.Span[i], options, stop) with { Sample = i });
        return [.. scores.OrderBy(score => score.BoundedRmse ?? score.PredictedRmse).ThenBy(score => score.Sample)];
    }

    private static RiskScore Score(Network network, ReadOnlySpan<float> weights, ReadOnlySpan<float> input, int label, RiskOptions options, CancellationToken stop)
    {
        using var jacobian = new GradientJacobian(network, weights, input, [label]);
        var stoppable = new StoppableJacobian(jacobian, stop);
        using var weighted = new WeightedJacobian(stoppable, network.Layout, jacobian.Gradient);
        var norm = FlatVector.Norm(jacobian.Gradient);
        var influence = new InfluenceFunction(options.Scale == NoiseScale.RelativeByTensor ? weighted : stoppable, options.Influence);
        var unit = options.Scale == NoiseScale.Relative ? norm / Math.Sqrt(jacobian.Parameters) : 1.0;
        var rmse = unit * Math.Sqrt(influence.Trace(seed: 0).Value / jacobian.Pixels);
        return new RiskScore
        {
            Sample = 0,
            Label = label,
            RmsePerUnitNoise = rmse,
            PredictedRmse = rmse * options.Noise,
            BoundedRmse = influence.Spectrum is { } spectrum
                ? Math.Sqrt(spectrum.PosteriorTrace(unit * options.Noise, options.Prior) / jacobian.Pixels)
                : null,
            GradientNorm = norm,
            LargestEigenvalue = influence.LargestEigenvalue,
        };
    }
}
