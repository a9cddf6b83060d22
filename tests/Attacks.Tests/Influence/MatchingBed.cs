using Federated.Attacks.Influence;

namespace Federated.Attacks.Tests.Influence;

/// <summary>One image, its Jacobian, and an attacker who matches gradients.</summary>
internal sealed class MatchingBed : IDisposable
{
    private readonly MatchingSolver _solver;

    public MatchingBed(int image, float[]? weights = null)
    {
        Jacobian = InfluenceBed.Jacobian(image, weights);
        _solver = new MatchingSolver(InfluenceBed.LeNet, weights ?? InfluenceBed.Weights(InfluenceBed.LeNet), InfluenceBed.Images[image], [InfluenceBed.Labels[image]]);
    }

    public GradientJacobian Jacobian { get; }

    /// <summary>Actual x_rec - x0 under a perturbation.</summary>
    /// <param name="delta">added to the gradient</param>
    /// <param name="unit">about |x_rec - x0|</param>
    public double[] Solve(double[] delta, double unit)
    {
        var target = InfluenceBed.Sum(Jacobian.Gradient, delta);
        return InfluenceBed.Difference(_solver.Solve(target, _solver.Inputs, unit, 40).Inputs, _solver.Inputs);
    }

    public void Dispose()
    {
        _solver.Dispose();
        Jacobian.Dispose();
    }

    /// <summary>What magnitude pruning adds to a gradient: minus its smallest entries.</summary>
    public static double[] Pruning(ReadOnlySpan<double> gradient, double share)
    {
        var values = gradient.ToArray();
        var threshold = values.Select(Math.Abs).Order().ElementAt((int)(share * values.Length));
        return [.. values.Select(g => Math.Abs(g) < threshold ? -g : 0.0)];
    }
}
