using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Numerics;
using Federated.Learning.Randomness;

namespace Federated.Attacks.Influence;

/// <summary>
/// I2F, the inversion influence function: what a perturbation delta of an update does to the image that an attacker finds by matching it, without
/// attacking. With G(g) = argmin_x 1/2 |g(x) - g|^2 and G(g0) = x0, implicit differentiation gives x_rec - x0 = (J J^T)^-1 J delta to first order. It is
/// about an attacker who reaches the minimum that continues x0, and who has no prior on images.
/// </summary>
public sealed class InfluenceFunction
{
    /// <summary>20 steps give six digits on the networks of the literature.</summary>
    private const int PowerSteps = 60;

    /// <summary>Enough for eps, where a few per cent do not count.</summary>
    private const int RoughPowerSteps = 5;

    private const double LargestRelativeEps = 1e-2;

    private readonly IUpdateJacobian _jacobian;
    private readonly InfluenceOptions _options;
    private readonly NormalOperator _products;
    private readonly bool _mayMaterialise;
    private readonly Lazy<double> _largest;
    private readonly Lazy<double> _roughlyLargest;
    private readonly Lazy<GramMatrix> _gram;
    private readonly Lazy<InfluenceSpectrum> _spectrum;

    /// <summary>Takes a Jacobian, which stays the caller's.</summary>
    public InfluenceFunction(IUpdateJacobian jacobian, InfluenceOptions options)
    {
        (_jacobian, _options, _products) = (jacobian, options, new NormalOperator(jacobian));
        var fits = GramMatrix.Bytes(jacobian.Pixels) <= options.Memory * (1 << 20);
        _mayMaterialise = options.Solver == InfluenceSolver.Materialised || (options.Solver == InfluenceSolver.Automatic && fits);
        _gram = new(() => GramMatrix.Of(_products));
        _spectrum = new(() => new InfluenceSpectrum(_gram.Value, jacobian));
        _largest = new(() => _spectrum.IsValueCreated ? _spectrum.Value.Eigenvalues[0] : PowerIteration.LargestEigenvalue(Normal, PowerSteps));
        _roughlyLargest = new(() => PowerIteration.LargestEigenvalue(Normal, RoughPowerSteps));
    }

    /// <summary>lambda_max of J J^T, the square of J's largest singular value.</summary>
    public double LargestEigenvalue => _largest.Value;

    /// <summary>All eigenvalues and singular directions; null without a matrix.</summary>
    public InfluenceSpectrum? Spectrum => _mayMaterialise ? _spectrum.Value : null;

    /// <summary>J J^T as it is at hand: with a matrix from the start, once there is one, or without.</summary>
    private ISymmetricOperator Normal => _options.Solver == InfluenceSolver.Materialised || _gram.IsValueCreated ? _gram.Value : _products;

    /// <summary>I2F of a perturbation.</summary>
    /// <param name="delta">what was added to the update, length d_w</param>
    public InfluenceEstimate Estimate(ReadOnlySpan<double> delta)
    {
        var image = new double[_jacobian.Pixels];
        _jacobian.Apply(delta, image);
        var (solution, eps) = Solve(image);
        return new InfluenceEstimate
        {
            Displacement = solution.Vector,
            Eps = eps,
            Iterations = solution.Iterations,
            RelativeResidual = solution.RelativeResidual,
        };
    }

    /// <summary>I_lb alone: one product and the largest eigenvalue. It bounds, but it does not rank.</summary>
    public double LowerBound(ReadOnlySpan<double> delta)
    {
        var image = new double[_jacobian.Pixels];
        _jacobian.Apply(delta, image);
        return FlatVector.Norm<double>(image) / LargestEigenvalue;
    }

    /// <summary>The trace: exact where there is a matrix, otherwise by random signs z, as the mean of z^T (J J^T + eps)^-1 z.</summary>
    /// <param name="seed">of the random signs</param>
    public InverseTrace Trace(ulong seed)
    {
        if (Spectrum is { } spectrum)
        {
            var eps = _options.Eps ?? (_options.RelativeEps * spectrum.Eigenvalues[0]);
            return new InverseTrace(spectrum.InverseTrace(eps), eps, true);
        }

        var (sum, used, signs) = (0.0, 0.0, new double[_jacobian.Pixels]);
        for (var probe = 0; probe < _options.Probes; probe++)
        {
            var stream = new KeyedStream(seed, Purpose.InfluenceProbe, round: 1, lane: probe);
            foreach (ref var sign in signs.AsSpan())
            {
                sign = (stream.NextUInt32() & 1) == 0 ? -1.0 : 1.0;
            }

            var (solution, eps) = Solve(signs);
            (sum, used) = (sum + solution.Energy, Math.Max(used, eps));
        }

        return new InverseTrace(sum / _options.Probes, used, false);
    }

    private (LinearSolution Solution, double Eps) Solve(ReadOnlySpan<double> c)
    {
        if (_options.Eps is { } absolute)
        {
            return (Solve(c, absolute), absolute);
        }

        for (var relative = _options.RelativeEps; ; relative = Math.Max(10.0 * relative, 1e-8))
        {
            var eps = relative * _roughlyLargest.Value;
            var solution = Solve(c, eps);
            if (solution.IsConverged || relative >= LargestRelativeEps)
            {
                return (solution, eps);
            }
        }
    }

    private LinearSolution Solve(ReadOnlySpan<double> c, double eps)
    {
        if (_spectrum.IsValueCreated)
        {
            var direct = _spectrum.Value.Solve(c, eps);
            return new LinearSolution(direct, 0, 0.0, IsConverged: true, FlatProducts.Dot(direct, c));
        }

        if (_mayMaterialise && Normal == _products)
        {
            // A system that is solved in fewer iterations than half the pixels is cheaper without the matrix.
            var quick = ConjugateGradient.Solve(_products, eps, c, _options.Tolerance, Math.Min(_options.Iterations, _jacobian.Pixels / 2));
            if (quick.IsConverged)
            {
                return quick;
            }

            _ = _gram.Value;
        }

        return ConjugateGradient.Solve(Normal, eps, c, _options.Tolerance, _options.Iterations);
    }
}
