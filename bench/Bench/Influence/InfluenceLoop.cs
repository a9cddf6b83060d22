using System.Globalization;
using Federated.Attacks.Derivatives;
using Federated.Attacks.Influence;
using Federated.Learning.Numerics;

namespace Federated.Bench.Influence;

/// <summary>
/// I2F beside what it replaces, for the same images and the same noise: inverting the gradient, and solving the linear system as the authors of I2F do.
/// All on one thread, one image after the other, so that what disturbs the machine disturbs them alike.
/// </summary>
internal sealed class InfluenceLoop
{
    private const int Images = 10;
    private const int DescentSteps = 1300;
    private const int Repeats = 5;
    private const double Deviation = 1e-3;
    private const string Quick = "I2F, conjugate gradients to 2e-2";

    private readonly PooledImages _images = new();
    private readonly float[] _weights;
    private readonly ulong _seed;
    private readonly Dictionary<string, List<double>> _seconds = [];
    private readonly Dictionary<string, List<double>> _work = [];
    private readonly Dictionary<string, List<double>> _ratios = [];

    public InfluenceLoop(ulong seed) => (_seed, _weights) = (seed, PooledImages.Weights(seed));

    /// <summary>Measures and prints a table.</summary>
    public void Run()
    {
        for (var i = -1; i < Images; i++)
        {
            // The first image is done twice: what is compiled or touched for the first time does not count.
            Measure(Math.Max(i, 0));
            if (i < 0)
            {
                Clear();
            }
        }

        Console.WriteLine($"{Images} images, noise of deviation {F(Deviation, "G")}, seed {_seed}; medians\n");
        Console.WriteLine("| | evaluations or products with J J^T | ms of processor time | in units of the first row | predicted / actual |\n|---|---|---|---|---|");
        var unit = Median(_seconds[Quick]);
        foreach (var (name, seconds) in _seconds)
        {
            var ratio = _ratios.TryGetValue(name, out var r) ? $"{F(r.Min(), "F3")} to {F(r.Max(), "F3")}" : "";
            Console.WriteLine($"| {name} | {F(Median(_work[name]), "F0")} | {F(1e3 * Median(seconds), "F2")} | {F(Median(seconds) / unit, "G3")} | {ratio} |");
        }
    }

    private void Measure(int index)
    {
        var (image, label) = _images.Test(index);
        var delta = PooledImages.Noise(Deviation, _weights.Length, _seed, index);
        using var jacobian = new GradientJacobian(PooledImages.Network, _weights, image, [label]);
        var target = new double[delta.Length];
        FlatVector.Combine<double>(target, 1.0, jacobian.Gradient, 1.0, delta);

        // Where the attacker ends, found once and not timed: who agrees with it to 3 % has solved the problem.
        using var solver = new MatchingSolver(PooledImages.Network, _weights, image, [label]);
        using var plain = new MatchingSolver(Autograd(image, label));
        var unit = new InfluenceFunction(jacobian, new InfluenceOptions()).Estimate(delta).Norm;
        var end = solver.Solve(target, solver.Inputs, unit, 100).Inputs;
        var actual = FlatVector.Norm<double>(end, -1.0, solver.Inputs, 0.0, solver.Inputs);
        bool Agrees(MatchingSolution s) => FlatVector.Norm<double>(s.Inputs, -1.0, end, 0.0, end) <= 0.25 * actual
            && Math.Abs((FlatVector.Norm<double>(s.Inputs, -1.0, solver.Inputs, 0.0, solver.Inputs) / actual) - 1.0) <= 0.03;

        using var loss = JointPoint.Open(PooledImages.Network, _weights, image, [label]);
        Predict(Quick, loss, delta, actual, new InfluenceOptions { Solver = InfluenceSolver.MatrixFree, Tolerance = 0.02 });
        Predict("I2F, conjugate gradients to 1e-6", loss, delta, actual, new InfluenceOptions { Solver = InfluenceSolver.MatrixFree });
        var known = new InfluenceFunction(jacobian, new InfluenceOptions { Solver = InfluenceSolver.Materialised, Tolerance = 0.02 });
        _ = known.Estimate(delta);
        Estimate("I2F of a further perturbation, matrix at hand", actual, () => known.Estimate(delta));
        _ = known.Spectrum;
        Estimate("I2F of a further perturbation, eigenvalues at hand", actual, () => known.Estimate(delta));
        Predict("I2F, with the matrix made for it", loss, delta, actual, new InfluenceOptions { Solver = InfluenceSolver.Materialised });
        var start = PooledImages.Noise(1.0, end.Length, _seed, 1000 + index);
        Time("DGL from x0, until the error agrees to 3 %", () => solver.Solve(target, solver.Inputs, unit, 100, Agrees).Evaluations);
        Time("DGL from noise, until the error agrees to 3 %", () => solver.Solve(target, start, 1.0, 100, Agrees).Evaluations);
        Time("DGL from x0, to its end", () => solver.Solve(target, solver.Inputs, unit, 100).Evaluations);
        Time("DGL from x0 by autograd, until the error agrees to 3 %", () => plain.Solve(target, solver.Inputs, unit, 100, Agrees).Evaluations);
        Heavy(jacobian, image, label, delta, index);
    }

    private AutogradJointLoss<double> Autograd(float[] image, int label)
    {
        var loss = new AutogradJointLoss<double>(PooledImages.Network, 1);
        JointPoint.Set(loss, _weights, image, [label]);
        return loss;
    }

    /// <summary>From the joint loss at its point, which the inversions have at hand as well.</summary>
    private void Predict(string name, IJointLoss<double> loss, double[] delta, double actual, InfluenceOptions options) =>
        Estimate(name, actual, () => new InfluenceFunction(new GradientJacobian(loss), options).Estimate(delta));

    private void Estimate(string name, double actual, Func<InfluenceEstimate> estimate)
    {
        InfluenceEstimate? found = null;
        Time(name, () =>
        {
            found = estimate();
            return found.Iterations;
        });
        Add(_ratios, name, found!.Norm / actual);
    }

    /// <summary>The system that the authors solve, eps = 1, by their steps of 0.01 from noise, and by conjugate gradients.</summary>
    private void Heavy(GradientJacobian jacobian, float[] image, int label, double[] delta, int index)
    {
        var right = new double[jacobian.Pixels];
        jacobian.Apply(delta, right);
        var products = new NormalOperator(jacobian);
        using var graph = new GradientJacobian(Autograd(image, label));
        var residual = 0.0;
        double Descend(ISymmetricOperator a)
        {
            var solution = GradientDescent.Solve(a, 1.0, right, PooledImages.Noise(1.0, right.Length, _seed, 2000 + index), 0.01, 0.0, DescentSteps);
            residual = solution.RelativeResidual;
            return solution.Iterations;
        }

        Time("eps 1: gradient descent by autograd", () => Descend(new NormalOperator(graph)));
        Time("eps 1: gradient descent", () => Descend(products));
        Time("eps 1: conjugate gradients to the same residual", () => ConjugateGradient.Solve(products, 1.0, right, residual, 1000).Iterations);
        Time("eps 1: conjugate gradients to 1e-6", () => ConjugateGradient.Solve(products, 1.0, right, 1e-6, 1000).Iterations);
    }

    private void Time(string name, Func<double> run)
    {
        // Time of the processor: whoever runs for longer would be interrupted by others more often. The least of some: memory touched for the first
        // time, or cleared by the collector, is nobody's work.
        var (least, work) = (double.PositiveInfinity, 0.0);
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var before = Environment.CpuUsage.TotalTime;
            work = run();
            least = Math.Min(least, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        Add(_seconds, name, least);
        Add(_work, name, work);
    }

    private void Clear()
    {
        _seconds.Clear();
        _work.Clear();
        _ratios.Clear();
    }

    private static void Add(Dictionary<string, List<double>> to, string name, double value)
    {
        to.TryAdd(name, []);
        to[name].Add(value);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
