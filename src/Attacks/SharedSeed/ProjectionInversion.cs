using Federated.Learning;
using Federated.Learning.Data;
using Federated.Learning.Models;
using Federated.Learning.Randomness;
using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace Federated.Attacks.SharedSeed;

/// <summary>
/// Samples out of a sealed log. Every number about the same mini-batch x is one equation &lt;z_j, g(x, theta_j)&gt; = p_j with known z_j and theta_j; the
/// most probable samples under a Gaussian prior are
/// <code>
/// argmin_x  1/2 sum_j ((p_j(x) - p_j) / sigma_j)^2 + 1/2 x' Lambda x
/// </code>
/// found by Levenberg and Marquardt's method with exact Jacobian rows d p_j / dx = J z_j, inside the pixels' range. With n samples of D numbers each about
/// n D equations decide it, fewer with a prior that fits.
/// </summary>
public static class ProjectionInversion
{
    private const double FirstDamping = 1e-2;
    private const double SmallestGain = 1e-6;
    private const double LargestDamping = 1e10;

    /// <summary>tau of each stage, over the size of the projections.</summary>
    private static readonly double[] _softenings = [0.3, 0.03, 0.0];

    /// <summary>Attacks.</summary>
    /// <param name="network">the model</param>
    /// <param name="normalisation">how pixels became inputs</param>
    /// <param name="projections">all about the same samples</param>
    /// <param name="labels">class of each sample</param>
    /// <param name="options">settings</param>
    /// <param name="seed">of the beginnings that are drawn</param>
    /// <param name="stop">ends the attack early: the result is then the best so far</param>
    /// <exception cref="InputException">There is nothing to fit.</exception>
    public static Reconstruction Run(
        Network network,
        Normalisation normalisation,
        IReadOnlyList<SealedProjection> projections,
        IReadOnlyList<int> labels,
        ProjectionOptions options,
        ulong seed,
        CancellationToken stop)
    {
        if (projections.Count == 0 || labels.Count == 0)
        {
            throw new InputException($"{projections.Count} numbers about {labels.Count} samples; expected one at least of both");
        }

        using var fit = new ProjectionFit(network, projections, labels, options.Workers);
        var prior = PixelPrior.Precision(network.Input, labels.Count, options);
        var box = Box.Of(normalisation, network.Input, labels.Count);
        var best = (X: box.Middle(), Objective: double.PositiveInfinity, Restart: 0);
        for (var restart = 0; restart <= options.Restarts && !stop.IsCancellationRequested; restart++)
        {
            var start = restart == 0 ? box.Middle() : Drawn(box, seed, restart);
            var (x, objective) = Anneal(fit, prior, box, start, options.Iterations, stop);
            best = objective < best.Objective ? (x, objective, restart) : best;
        }

        return new Reconstruction
        {
            Inputs = [.. best.X.Select(value => (float)value)],
            Labels = [.. labels],
            Objective = best.Objective,
            Evaluations = fit.Evaluations,
            Restart = best.Restart,
            IsPartial = stop.IsCancellationRequested,
        };
    }

    private static Vector<double> Drawn(Box box, ulong seed, int restart)
    {
        var stream = new KeyedStream(seed, Purpose.ProjectionStart, restart);
        var x = Vector<double>.Build.Dense(box.Length);
        for (var i = 0; i < x.Count; i++)
        {
            x[i] = stream.NextGaussian();
        }

        box.Clamp(x);
        return x;
    }

    /// <summary>
    /// Small bytes are exact, and alone would steer the first steps: all count alike at first, and by their rounding in the end.
    /// </summary>
    private static (Vector<double> X, double Objective) Anneal(
        ProjectionFit fit, Matrix<double> prior, Box box, Vector<double> x, int iterations, CancellationToken stop)
    {
        var objective = double.PositiveInfinity;
        foreach (var softening in _softenings)
        {
            fit.Softening = softening * fit.Size;
            (x, objective) = Descend(fit, prior, box, x, iterations, stop);
        }

        return (x, objective);
    }

    private static (Vector<double> X, double Objective) Descend(
        ProjectionFit fit, Matrix<double> prior, Box box, Vector<double> x, int iterations, CancellationToken stop)
    {
        var damping = FirstDamping;
        var objective = Objective(fit.Residuals(x, null), prior, x);
        Matrix<double>? jacobian = null;
        for (var step = 0; step < iterations && damping < LargestDamping && !stop.IsCancellationRequested; step++)
        {
            jacobian ??= Matrix<double>.Build.Dense(fit.Count, x.Count);
            var residuals = fit.Residuals(x, jacobian);
            var (normal, slope) = Normal(jacobian, residuals, prior, x);
            var gained = false;
            while (!gained && damping < LargestDamping && !stop.IsCancellationRequested)
            {
                var next = x - Damped(normal, damping).Cholesky().Solve(slope);
                box.Clamp(next);
                var value = Objective(fit.Residuals(next, null), prior, next);
                gained = value < objective;
                damping = gained ? damping / 5.0 : damping * 4.0;
                if (gained)
                {
                    var gain = (objective - value) / objective;
                    (x, objective) = (next, value);
                    if (gain < SmallestGain)
                    {
                        return (x, objective);
                    }
                }
            }
        }

        return (x, objective);
    }

    /// <summary>J' J + Lambda and J' r + Lambda x. The product is the dear part, and libtorch's is many times faster than a managed one.</summary>
    private static (Matrix<double> Normal, Vector<double> Slope) Normal(Matrix<double> jacobian, double[] residuals, Matrix<double> prior, Vector<double> x)
    {
        using var scope = NewDisposeScope();
        var transposed = tensor(jacobian.AsColumnMajorArray(), [jacobian.ColumnCount, jacobian.RowCount]);
        var squares = Matrix<double>.Build.Dense(x.Count, x.Count, transposed.mm(transposed.t()).data<double>().ToArray());
        var slope = Vector<double>.Build.Dense(transposed.mv(tensor(residuals)).data<double>().ToArray());
        return (squares + prior, slope + (prior * x));
    }

    private static Matrix<double> Damped(Matrix<double> normal, double damping)
    {
        var damped = normal.Clone();
        for (var i = 0; i < damped.RowCount; i++)
        {
            damped[i, i] *= 1.0 + damping;
        }

        return damped;
    }

    private static double Objective(double[] residuals, Matrix<double> prior, Vector<double> x) =>
        (0.5 * residuals.Sum(r => r * r)) + (0.5 * x.DotProduct(prior * x));
}
