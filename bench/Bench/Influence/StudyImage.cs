using Federated.Attacks.Influence;
using Federated.Learning.Numerics;

namespace Federated.Bench.Influence;

/// <summary>One image under first weights of one seed: what is predicted of it, and what happens to it.</summary>
internal sealed class StudyImage : IDisposable
{
    private readonly GradientJacobian _jacobian;
    private readonly MatchingSolver _solver;

    public StudyImage(PooledImages images, ulong seed, int index)
    {
        var (image, label) = images.Test(index);
        var weights = PooledImages.Weights(seed);
        (Seed, Index) = (seed, index);
        _jacobian = new GradientJacobian(PooledImages.Network, weights, image, [label]);
        _solver = new MatchingSolver(PooledImages.Network, weights, image, [label]);
        Gradient = _jacobian.Gradient.ToArray();
        Influence = new InfluenceFunction(_jacobian, new InfluenceOptions());
    }

    public ulong Seed { get; }

    public int Index { get; }

    public double[] Gradient { get; }

    public InfluenceFunction Influence { get; }

    public InfluenceSpectrum Spectrum => Influence.Spectrum!;

    /// <summary>I2F under other options.</summary>
    public double Estimate(double[] delta, InfluenceOptions options) => new InfluenceFunction(_jacobian, options).Estimate(delta).Norm;

    /// <summary>I2F, and what an attacker who starts at the true image gets.</summary>
    public Outcome Predict(double[] delta)
    {
        var target = new double[delta.Length];
        FlatVector.Combine<double>(target, 1.0, Gradient, 1.0, delta);
        var estimate = Influence.Estimate(delta);
        var found = _solver.Solve(target, _solver.Inputs, estimate.Norm, 40).Inputs;
        var actual = FlatVector.Norm<double>(found, -1.0, _solver.Inputs, 0.0, found);
        return new Outcome(estimate.Norm, actual, FlatVector.Norm<double>(found, -1.0, _solver.Inputs, -1.0, estimate.Displacement) / actual);
    }

    public void Dispose()
    {
        _solver.Dispose();
        _jacobian.Dispose();
    }

    /// <param name="Predicted">I2F</param>
    /// <param name="Actual">|x_rec - x0|</param>
    /// <param name="VectorError">distance of the predicted displacement from the actual one, in units of the actual one</param>
    internal sealed record Outcome(double Predicted, double Actual, double VectorError);
}
