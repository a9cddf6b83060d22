using Federated.Attacks.Influence;
using MathNet.Numerics.Statistics;
using Xunit;

namespace Federated.Attacks.Tests.Influence;

/// <summary>Checks 10 to 12: what I2F predicts is what happens to an attacker who matches the gradient.</summary>
public sealed class MatchingTests
{
    private static readonly InfluenceOptions _exact = new() { Eps = 0.0 };

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-3)]
    [InlineData(1e-2)]
    public void The_predicted_error_is_the_actual_one(double std)
    {
        for (var i = 0; i < 10; i++)
        {
            using var bed = new MatchingBed(i);
            var delta = InfluenceBed.Noise(std, bed.Jacobian.Parameters, 10 + i);
            var predicted = new InfluenceFunction(bed.Jacobian, _exact).Estimate(delta);
            var actual = bed.Solve(delta, predicted.Norm);
            Assert.InRange(predicted.Norm / InfluenceBed.Norm(actual), 0.97, 1.03);
            Assert.InRange(InfluenceBed.Norm(InfluenceBed.Difference(predicted.Displacement, actual)) / InfluenceBed.Norm(actual), 0.0, 0.06);
        }
    }

    [Fact]
    public void Only_a_small_eps_ranks_images_within_one_noise_level()
    {
        const int Images = 10;
        var (actual, exact, heavy, bound) = (new double[Images], new double[Images], new double[Images], new double[Images]);
        for (var i = 0; i < Images; i++)
        {
            using var bed = new MatchingBed(i);
            var delta = InfluenceBed.Noise(1e-3, bed.Jacobian.Parameters, 20 + i);
            var influence = new InfluenceFunction(bed.Jacobian, _exact);
            (exact[i], bound[i]) = (influence.Estimate(delta).Norm, influence.LowerBound(delta));
            heavy[i] = new InfluenceFunction(bed.Jacobian, new InfluenceOptions { Eps = 1.0 }).Estimate(delta).Norm;
            actual[i] = InfluenceBed.Norm(bed.Solve(delta, exact[i]));
        }

        Assert.InRange(Correlation.Spearman(exact, actual), 0.94, 1.0);
        Assert.InRange(Correlation.Spearman(heavy, actual), -1.0, 0.7);
        Assert.InRange(Correlation.Spearman(bound, actual), -1.0, 0.7);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(120)]
    [InlineData(190)]
    public void Noise_along_a_singular_direction_moves_the_image_by_its_norm_over_the_singular_value(int k)
    {
        const double Norm = 1e-3;
        using var bed = new MatchingBed(0);
        var spectrum = new InfluenceFunction(bed.Jacobian, _exact).Spectrum!;
        var delta = spectrum.UpdateDirection(k).Select(v => Norm * v).ToArray();
        var expected = Norm / spectrum.SingularValue(k);
        Assert.Equal(1.0, InfluenceBed.Norm(bed.Solve(delta, expected)) / expected, 0.005);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    public void Pruning_is_a_perturbation_like_another(double share)
    {
        using var bed = new MatchingBed(2);
        var delta = MatchingBed.Pruning(bed.Jacobian.Gradient, share);
        var predicted = new InfluenceFunction(bed.Jacobian, _exact).Estimate(delta);
        var actual = bed.Solve(delta, predicted.Norm);
        Assert.InRange(predicted.Norm / InfluenceBed.Norm(actual), 0.97, 1.03);
    }

    [Fact]
    public void The_lower_bound_bounds_and_eps_hides_error()
    {
        for (var i = 0; i < 3; i++)
        {
            using var jacobian = InfluenceBed.Jacobian(i);
            var delta = InfluenceBed.Noise(1e-3, jacobian.Parameters, 30 + i);
            double[] eps = [0.0, 1e-4, 1e-2, 1.0];
            var norms = eps.Select(e => new InfluenceFunction(jacobian, new InfluenceOptions { Eps = e, Tolerance = 1e-10 }).Estimate(delta).Norm).ToArray();
            Assert.InRange(new InfluenceFunction(jacobian, _exact).LowerBound(delta), 0.0, norms[0]);
            Assert.All(norms.Zip(norms.Skip(1)), pair => Assert.True(pair.Second < pair.First));
        }
    }

    [Fact]
    public void The_trace_is_the_mean_square_over_noises()
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        var influence = new InfluenceFunction(jacobian, _exact);
        const int Draws = 100;
        var sum = 0.0;
        for (var i = 0; i < Draws; i++)
        {
            sum += Math.Pow(influence.Estimate(InfluenceBed.Noise(1e-3, jacobian.Parameters, 100 + i)).Norm, 2.0);
        }

        // A draw deviates by about 20 %, their mean by 2 %.
        Assert.Equal(1.0, 1e-6 * influence.Trace(0).Value / (sum / Draws), 0.08);
    }
}
