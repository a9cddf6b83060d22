using Federated.Attacks.Influence;
using Federated.Learning;
using Xunit;

namespace Federated.Attacks.Tests.Influence;

/// <summary>Which of a client's samples leak most, and what the first weights have to do with it.</summary>
public sealed class RiskTests
{
    private const int Samples = 3;

    private static readonly float[] _inputs = [.. InfluenceBed.Images.Take(Samples).SelectMany(image => image)];

    [Fact]
    public void Samples_come_riskiest_first_and_no_number_of_workers_changes_them()
    {
        var scores = Rank(InfluenceBed.Weights(InfluenceBed.LeNet), new RiskOptions { Scale = NoiseScale.Absolute });
        Assert.Equal(scores.OrderBy(score => score.BoundedRmse), scores);
        Assert.Equal(Enumerable.Range(0, Samples), scores.Select(score => score.Sample).Order());
        Assert.All(scores, score => Assert.Equal(InfluenceBed.Labels[score.Sample], score.Label));
        Assert.Equal(scores, Rank(InfluenceBed.Weights(InfluenceBed.LeNet), new RiskOptions { Scale = NoiseScale.Absolute, Workers = 2 }));
    }

    [Fact]
    public void A_score_is_the_error_that_noise_causes()
    {
        var options = new RiskOptions { Scale = NoiseScale.Absolute, Noise = 2e-3 };
        var score = Rank(InfluenceBed.Weights(InfluenceBed.LeNet), options)[0];
        using var jacobian = InfluenceBed.Jacobian(score.Sample);
        var trace = new InfluenceFunction(jacobian, new InfluenceOptions()).Trace(0);
        Assert.Equal(2e-3 * Math.Sqrt(trace.Value / 196.0), score.PredictedRmse, 1e-12);
        Assert.Equal(2e-3 * score.RmsePerUnitNoise, score.PredictedRmse, 1e-15);

        // What an attacker knows about pixels bounds it, and hardly matters while the noise is small.
        Assert.InRange(score.BoundedRmse!.Value, 0.98 * score.PredictedRmse, score.PredictedRmse);
        var drowned = Rank(InfluenceBed.Weights(InfluenceBed.LeNet), options with { Noise = 1e3, Prior = 0.4 })[0];
        Assert.InRange(drowned.BoundedRmse!.Value, 0.39, 0.4);
        Assert.InRange(drowned.PredictedRmse, 100.0, double.MaxValue);
    }

    [Fact]
    public void Relative_noise_has_the_given_share_of_the_gradients_norm()
    {
        var weights = InfluenceBed.Weights(InfluenceBed.LeNet);
        var absolute = Rank(weights, new RiskOptions { Noise = 1.0, Scale = NoiseScale.Absolute }).ToDictionary(score => score.Sample);
        foreach (var score in Rank(weights, new RiskOptions { Noise = 1e-2 }))
        {
            var deviation = 1e-2 * score.GradientNorm / Math.Sqrt(9466.0);
            Assert.Equal(1.0, score.PredictedRmse / (deviation * absolute[score.Sample].PredictedRmse), 1e-9);
        }
    }

    [Fact]
    public void Small_first_weights_protect_against_absolute_noise_only_because_their_gradients_are_small()
    {
        float[][] weights =
        [
            InfluenceBed.Uniform(InfluenceBed.LeNet, 1.0, 3),
            InfluenceBed.Uniform(InfluenceBed.LeNet, 0.5, 3),
            InfluenceBed.Uniform(InfluenceBed.LeNet, 0.25, 3),
            InfluenceBed.FanIn(InfluenceBed.LeNet, 3),
        ];
        var absolute = weights.Select(w => Mean(w, NoiseScale.Absolute)).ToArray();
        var relative = weights.Select(w => Mean(w, NoiseScale.Relative)).ToArray();
        var byTensor = weights.Select(w => Mean(w, NoiseScale.RelativeByTensor)).ToArray();

        // The largest eigenvalue was measured as 282, 3.4, 0.035 and 5e-5 over these: the error at equal noise grows by orders of magnitude.
        double[] largest = [282.0, 3.4, 0.035, 5e-5];
        Assert.All(absolute.Zip(largest), pair => Assert.InRange(Math.Log10(pair.First.Largest / pair.Second), -0.7, 0.7));
        Assert.All(absolute.Zip(absolute.Skip(1)), pair => Assert.InRange(pair.Second.Rmse / pair.First.Rmse, 2.0, 100.0));

        // In units of the whole gradient's norm little of that goes away: the last layer's gradient, which hardly shrinks, is most of the norm. Tensor by
        // tensor a factor of three is left of hundreds.
        var (spread, ofWhole, ofTensors) = (Spread(absolute), Spread(relative), Spread(byTensor));
        Assert.InRange(spread, 100.0, 1000.0);
        Assert.InRange(ofWhole, 0.2 * spread, spread);
        Assert.InRange(ofTensors, 1.0, 0.03 * spread);
    }

    [Fact]
    public void Samples_that_do_not_fit_are_refused()
    {
        var problem = Assert.Throws<InputException>(() => RiskScorer.Rank(InfluenceBed.LeNet, new float[9466], _inputs, new[] { 1, 2 }, new RiskOptions()));
        Assert.Contains("expected 196 in each", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoiseScale.Relative)]
    [InlineData(NoiseScale.RelativeByTensor)]
    public void Scoring_ends_when_it_is_stopped(NoiseScale scale)
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        using var stop = new CancellationTokenSource();
        using var stoppable = new StoppableJacobian(jacobian, stop.Token);
        using var weighted = new WeightedJacobian(stoppable, InfluenceBed.LeNet.Layout, jacobian.Gradient);
        var influence = new InfluenceFunction(scale == NoiseScale.Relative ? stoppable : weighted, new InfluenceOptions());
        Assert.True(influence.LargestEigenvalue > 0.0);

        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => influence.Trace(seed: 0));
    }

    private static double Spread((double Rmse, double Largest)[] means) => means.Max(mean => mean.Rmse) / means.Min(mean => mean.Rmse);

    private static IReadOnlyList<RiskScore> Rank(float[] weights, RiskOptions options) =>
        RiskScorer.Rank(InfluenceBed.LeNet, weights, _inputs, InfluenceBed.Labels.AsMemory(0, Samples), options);

    private static (double Rmse, double Largest) Mean(float[] weights, NoiseScale scale)
    {
        var scores = RiskScorer.Rank(
            InfluenceBed.LeNet, weights, _inputs, InfluenceBed.Labels.AsMemory(0, Samples), new RiskOptions { Scale = scale, Influence = new InfluenceOptions { Eps = 0.0 } });
        return (scores.Average(score => score.PredictedRmse), scores.Average(score => score.LargestEigenvalue));
    }
}
