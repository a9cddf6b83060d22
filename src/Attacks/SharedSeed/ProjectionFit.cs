using Federated.Attacks.Derivatives;
using Federated.Learning.Models;
using Federated.Learning.ZerothOrder;
using MathNet.Numerics.LinearAlgebra;

namespace Federated.Attacks.SharedSeed;

/// <summary>Predictions p_j(x) = &lt;z_j, dL/dw(x, theta_j)&gt; of projections and their derivatives J_j z_j with respect to the samples.</summary>
internal sealed class ProjectionFit : IDisposable
{
    private readonly IReadOnlyList<SealedProjection> _projections;
    private readonly IJointLoss<float>[] _losses;
    private readonly float[][] _directions;

    /// <param name="network">the model</param>
    /// <param name="projections">what is known</param>
    /// <param name="labels">class of each sample</param>
    /// <param name="workers">threads</param>
    public ProjectionFit(Network network, IReadOnlyList<SealedProjection> projections, IReadOnlyList<int> labels, int workers)
    {
        _projections = projections;
        _losses = [.. Enumerable.Range(0, workers).Select(_ => JointLosses.Create<float>(network, labels.Count))];
        _directions = [.. _losses.Select(loss => new float[loss.Network.Layout.Dimension])];
        foreach (var loss in _losses)
        {
            loss.Targets.Clear();
            for (var i = 0; i < labels.Count; i++)
            {
                loss.Targets[(i * network.Classes) + labels[i]] = 1.0f;
            }
        }
    }

    /// <summary>Number of projections.</summary>
    public int Count => _projections.Count;

    /// <summary>tau: deviations are taken as sqrt(sigma_j^2 + tau^2).</summary>
    public double Softening { get; set; }

    /// <summary>Root of the mean square of the projections.</summary>
    public double Size => Math.Sqrt(_projections.Average(projection => projection.Value * projection.Value));

    /// <summary>Gradients and products that were computed.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Predictions, in units of each projection's deviation from what was sent.</summary>
    /// <param name="x">samples, normalised</param>
    /// <param name="jacobian">a row of derivatives for each, in the same units; null: not needed</param>
    /// <returns>(p_j(x) - p_j) / sigma_j</returns>
    public double[] Residuals(Vector<double> x, Matrix<double>? jacobian)
    {
        var residuals = new double[_projections.Count];
        Evaluations += residuals.Length;
        Parallel.For(0, _losses.Length, new ParallelOptions { MaxDegreeOfParallelism = _losses.Length }, worker =>
        {
            var loss = _losses[worker];
            for (var i = 0; i < loss.Inputs.Length; i++)
            {
                loss.Inputs[i] = (float)x[i];
            }

            // One after the other: those of a round are at the same weights, and share an evaluation.
            var (from, to) = (Part(worker), Part(worker + 1));
            for (var j = from; j < to; j++)
            {
                if (j == from || _projections[j].Weights != _projections[j - 1].Weights)
                {
                    _projections[j].Weights.CopyTo(loss.Weights);
                    loss.Evaluate();
                }

                residuals[j] = Residual(loss, _directions[worker], j, jacobian);
            }
        });
        return residuals;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var loss in _losses)
        {
            loss.Dispose();
        }
    }

    private int Part(int worker) => (int)((long)_projections.Count * worker / _losses.Length);

    private double Residual(IJointLoss<float> loss, float[] z, int j, Matrix<double>? jacobian)
    {
        var projection = _projections[j];
        var deviation = Math.Sqrt((projection.Deviation * projection.Deviation) + (Softening * Softening));
        DirectionKernels.Numbers(projection.Direction, 0, z);
        var p = 0.0;
        var gradient = loss.WeightGradient;
        for (var i = 0; i < z.Length; i++)
        {
            p += (double)z[i] * gradient[i];
        }

        if (jacobian is not null)
        {
            loss.Product([], z, ProductParts.Inputs);
            var row = loss.InputProduct;
            for (var i = 0; i < row.Length; i++)
            {
                jacobian[j, i] = row[i] / deviation;
            }
        }

        return (p - projection.Value) / deviation;
    }
}
