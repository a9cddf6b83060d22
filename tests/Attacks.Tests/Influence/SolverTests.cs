using Federated.Attacks.Influence;
using Federated.Attacks.Tests.Derivatives;
using Federated.Learning;
using Federated.Learning.Randomness;
using Xunit;

namespace Federated.Attacks.Tests.Influence;

/// <summary>Check 9, and: with and without matrices the same comes out.</summary>
public sealed class SolverTests
{
    [Fact]
    public void Twenty_power_iterations_give_the_largest_eigenvalue()
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        var influence = new InfluenceFunction(jacobian, new InfluenceOptions());
        var largest = PowerIteration.LargestEigenvalue(new NormalOperator(jacobian), 20);
        Assert.Equal(1.0, largest / influence.Spectrum!.Eigenvalues[0], 1e-6);
        Assert.Equal(1.0, influence.LargestEigenvalue / influence.Spectrum.Eigenvalues[0], 1e-9);
    }

    [Fact]
    public void Conjugate_gradients_need_few_iterations()
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        var estimate = Estimate(jacobian, new InfluenceOptions { Solver = InfluenceSolver.MatrixFree, Eps = 0.0 });
        Assert.InRange(estimate.Iterations, 1, 150);
        Assert.InRange(estimate.RelativeResidual, 0.0, 1e-6);
    }

    [Fact]
    public void Conjugate_gradients_agree_with_the_direct_solution()
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        var delta = Delta(jacobian);
        var image = new double[jacobian.Pixels];
        jacobian.Apply(delta, image);
        var spectrum = new InfluenceFunction(jacobian, new InfluenceOptions()).Spectrum!;
        foreach (var eps in new[] { 0.0, 1e-2, 1.0 })
        {
            var expected = new double[jacobian.Pixels];
            for (var k = 0; k < expected.Length; k++)
            {
                var weight = JointLossBed.Dot(spectrum.ImageDirection(k), image) / (spectrum.Eigenvalues[k] + eps);
                expected = InfluenceBed.Sum(expected, spectrum.ImageDirection(k).ToArray().Select(u => weight * u).ToArray());
            }

            var solution = new InfluenceFunction(jacobian, new InfluenceOptions { Eps = eps }).Estimate(delta).Displacement;
            Assert.InRange(InfluenceBed.Norm(InfluenceBed.Difference(solution, expected)) / InfluenceBed.Norm(expected), 0.0, 2e-5);

            var known = new InfluenceFunction(jacobian, new InfluenceOptions { Eps = eps });
            Assert.NotNull(known.Spectrum);
            Assert.Equal(0, known.Estimate(delta).Iterations);
            Assert.InRange(InfluenceBed.Norm(InfluenceBed.Difference(known.Estimate(delta).Displacement, expected)) / InfluenceBed.Norm(expected), 0.0, 1e-9);
        }
    }

    [Fact]
    public void With_and_without_a_matrix_the_same_is_predicted()
    {
        using var jacobian = InfluenceBed.Jacobian(1);
        var with = Estimate(jacobian, new InfluenceOptions { Solver = InfluenceSolver.Materialised, Tolerance = 1e-10 });
        var without = Estimate(jacobian, new InfluenceOptions { Solver = InfluenceSolver.MatrixFree, Tolerance = 1e-10 });
        Assert.InRange(InfluenceBed.Norm(InfluenceBed.Difference(with.Displacement, without.Displacement)) / with.Norm, 0.0, 1e-8);
    }

    [Fact]
    public void A_matrix_is_made_when_it_fits_into_the_memory()
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        Assert.NotNull(new InfluenceFunction(jacobian, new InfluenceOptions { Memory = 0.30 }).Spectrum);
        Assert.Null(new InfluenceFunction(jacobian, new InfluenceOptions { Memory = 0.29 }).Spectrum);
    }

    [Fact]
    public void Random_signs_estimate_the_trace()
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        var exact = new InfluenceFunction(jacobian, new InfluenceOptions()).Trace(1);
        var estimate = new InfluenceFunction(jacobian, new InfluenceOptions { Solver = InfluenceSolver.MatrixFree, Probes = 16, Tolerance = 1e-3 }).Trace(1);
        Assert.Equal((true, false), (exact.IsExact, estimate.IsExact));

        // The relative deviation of 16 probes on this matrix is 3 %.
        Assert.Equal(1.0, estimate.Value / exact.Value, 0.12);
    }

    [Fact]
    public void Gradient_descent_comes_to_the_same_solution_much_later()
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        var matrix = GramMatrix.Of(new NormalOperator(jacobian));
        var image = new double[jacobian.Pixels];
        jacobian.Apply(Delta(jacobian), image);
        var largest = PowerIteration.LargestEigenvalue(matrix, 60);
        var conjugate = ConjugateGradient.Solve(matrix, 0.0, image, 1e-6, 1000);
        var descent = GradientDescent.Solve(matrix, 0.0, image, new double[image.Length], 1.9 / largest, 1e-6 * InfluenceBed.Norm(image), 200_000);
        Assert.True(descent.IsConverged);
        Assert.InRange(descent.Iterations, 20 * conjugate.Iterations, int.MaxValue);
        Assert.InRange(InfluenceBed.Norm(InfluenceBed.Difference(descent.Vector, conjugate.Vector)) / InfluenceBed.Norm(conjugate.Vector), 0.0, 1e-4);
    }

    [Fact]
    public void Eps_is_raised_only_when_conjugate_gradients_stall()
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        var largest = new InfluenceFunction(jacobian, new InfluenceOptions()).LargestEigenvalue;
        var calm = Estimate(jacobian, new InfluenceOptions());
        var hurried = Estimate(jacobian, new InfluenceOptions { Iterations = 40 });
        Assert.InRange(calm.Eps / largest, 0.8e-6, 1e-6);
        Assert.InRange(hurried.Eps / largest, 0.8e-5, 1e-2);
        Assert.InRange(hurried.RelativeResidual, 0.0, 1e-6);
    }

    [Fact]
    public void Weak_directions_take_an_image_furthest_for_the_same_norm()
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        var influence = new InfluenceFunction(jacobian, new InfluenceOptions { Tolerance = 1e-10, Eps = 0.0 });
        var noise = WeakDirectionNoise.Draw(influence.Spectrum!, 20, 1e-3, new KeyedStream(1, Purpose.WeakDirectionNoise));
        Assert.Equal(1e-3, InfluenceBed.Norm(noise.Noise), 1e-12);
        Assert.Equal(1.0, influence.Estimate(noise.Noise).Norm / noise.PredictedError, 1e-6);

        // Most of isotropic noise lies where J does not look: 9466 directions, of which 196 count.
        Assert.InRange(noise.PredictedError / noise.IsotropicError, 10.0, 1000.0);
        var isotropic = InfluenceBed.Noise(1.0, jacobian.Parameters, 5);
        var unit = isotropic.Select(x => x * 1e-3 / InfluenceBed.Norm(isotropic)).ToArray();
        Assert.Equal(1.0, influence.Estimate(unit).Norm / noise.IsotropicError, 0.3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(197)]
    public void Noise_in_directions_that_are_not_there_is_refused(int directions)
    {
        using var jacobian = InfluenceBed.Jacobian(0);
        var spectrum = new InfluenceFunction(jacobian, new InfluenceOptions()).Spectrum!;
        Assert.Throws<InputException>(() => WeakDirectionNoise.Draw(spectrum, directions, 1.0, new KeyedStream(1, Purpose.WeakDirectionNoise)));
    }

    private static double[] Delta(IUpdateJacobian jacobian) => InfluenceBed.Noise(1e-3, jacobian.Parameters, 3);

    private static InfluenceEstimate Estimate(IUpdateJacobian jacobian, InfluenceOptions options) => new InfluenceFunction(jacobian, options).Estimate(Delta(jacobian));
}
