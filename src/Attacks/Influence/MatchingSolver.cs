using Federated.Attacks.Derivatives;
using Federated.Attacks.Inversion;
using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Models;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Influence;

/// <summary>
/// Solves argmin_x 1/2 |g(x) - g|^2 from the true images, in float64 by L-BFGS with strong Wolfe conditions: what the influence function predicts, to
/// check it. An attacker does not start there; where it starts elsewhere and succeeds, it ends at the same minimum.
/// </summary>
internal sealed class MatchingSolver : IDisposable
{
    private readonly IJointLoss<double> _loss;

    /// <param name="network">the model</param>
    /// <param name="weights">w, length d</param>
    /// <param name="inputs">x0, normalised samples</param>
    /// <param name="labels">their classes</param>
    public MatchingSolver(Network network, ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
        : this(JointPoint.Open(network, weights, inputs, labels))
    {
    }

    /// <param name="loss">at the true images; disposed with this</param>
    public MatchingSolver(IJointLoss<double> loss) => (_loss, Inputs) = (loss, loss.Inputs.ToArray());

    /// <summary>x0.</summary>
    public double[] Inputs { get; }

    /// <summary>Solves.</summary>
    /// <param name="target">g, length d: the true gradient and what was added to it</param>
    /// <param name="start">where it starts, usually <see cref="Inputs"/></param>
    /// <param name="unit">about as far as the minimum is from the start: variables are counted in it, so that tolerances fit any noise</param>
    /// <param name="outerSteps">most outer steps of L-BFGS</param>
    /// <param name="watch">sees every outer step; true ends it</param>
    public MatchingSolution Solve(ReadOnlySpan<double> target, ReadOnlySpan<double> start, double unit, int outerSteps, Func<MatchingSolution, bool>? watch = null)
    {
        var objective = new Residual(_loss, target.ToArray(), start.ToArray(), unit);
        var z = new double[start.Length];
        var optimiser = new Lbfgs<double>(z.Length, new LbfgsSettings { LineSearch = LineSearch.StrongWolfe, GradientTolerance = 1e-9, ChangeTolerance = 1e-15 });
        for (var step = 0; step < outerSteps && optimiser.Step(objective, z); step++)
        {
            if (watch?.Invoke(objective.At(z)) == true)
            {
                break;
            }
        }

        return objective.At(z);
    }

    public void Dispose() => _loss.Dispose();

    /// <summary>1/2 |g(start + unit z) - g|^2 / unit^2 as a function of z.</summary>
    private sealed class Residual(IJointLoss<double> loss, double[] target, double[] start, double unit) : IObjective<double>
    {
        private readonly double[] _residual = new double[target.Length];
        private int _evaluations;

        public int Length => start.Length;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            _evaluations++;
            FlatVector.Combine(loss.Inputs, 1.0, start, unit, x);
            loss.Evaluate();
            FlatVector.Combine<double>(_residual, 1.0 / unit, loss.WeightGradient, -1.0 / unit, target);
            loss.Product([], _residual, ProductParts.Inputs);
            loss.InputProduct.CopyTo(gradient);
            return FlatProducts.Dot<double>(_residual, _residual) / 2.0;
        }

        public MatchingSolution At(double[] z)
        {
            var inputs = new double[start.Length];
            FlatVector.Combine<double>(inputs, 1.0, start, unit, z);
            inputs.CopyTo(loss.Inputs);
            loss.Evaluate();
            FlatVector.Combine<double>(_residual, 1.0, loss.WeightGradient, -1.0, target);
            return new MatchingSolution(inputs, FlatProducts.Dot<double>(_residual, _residual) / 2.0, _evaluations);
        }
    }
}
