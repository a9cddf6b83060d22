using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;

namespace Federated.Learning.Tests.Algorithms;

/// <summary>FedSpeed as its formulas read, with every switch, on plain arrays: what the fused implementation is compared with.</summary>
internal sealed class NaiveFedSpeed(FedSpeedOptions options, LocalOptions local, QuadraticOptions quadratic)
{
    private readonly double[][] _h = [.. quadratic.Clients.Select(_ => new double[quadratic.Start.Length])];
    private readonly double[][] _last = [.. quadratic.Clients.Select(_ => quadratic.Start)];

    public double[] X { get; private set; } = quadratic.Start;

    public double[] Correction(int client) => _h[client];

    public void Round(int round, int[] cohort)
    {
        var eta = local.LearningRate * Math.Pow(local.LearningRateDecay, round - 1);
        var locals = cohort.Select(i => Train(i, eta)).ToList();
        var mean = Plane.Mean(locals);
        X = options.CorrectionAverage switch
        {
            CorrectionAverage.All => Plane.Add(mean, Plane.Mean(_h)),
            CorrectionAverage.Active => Plane.Add(mean, Plane.Mean(cohort.Select(i => _h[i]))),
            _ => mean,
        };
    }

    private double[] Train(int client, double eta)
    {
        var start = Plane.Add(X, Plane.Subtract(X, _last[client]), options.RelaxedInitialisation);
        var x = start;
        for (var k = 0; k < local.Epochs; k++)
        {
            var q = QuasiGradient(quadratic.Clients[client], x);
            x = Plane.Add(x, Direction(q, x, start, _h[client]), -eta);
        }

        if (options.CorrectionAverage != CorrectionAverage.None)
        {
            _h[client] = Plane.Add(_h[client], Plane.Subtract(x, start));
        }

        _last[client] = x;
        return x;
    }

    private double[] QuasiGradient(QuadraticClient client, double[] x)
    {
        var g1 = Plane.Gradient(client, x);
        var scale = options.RhoMode == RhoMode.Raw ? options.Rho : options.Rho / (Plane.Norm(g1) + 1e-7);
        var g2 = Plane.Gradient(client, Plane.Add(x, g1, scale));
        return Plane.Add(Plane.Times(1 - options.Alpha, g1), g2, options.Alpha);
    }

    private double[] Direction(double[] q, double[] x, double[] start, double[] h)
    {
        var lambda = options.ProxStrength;
        var wd = Plane.Times(local.WeightDecay, x);
        var prox = Plane.Times(lambda, Plane.Add(Plane.Subtract(x, start), h));
        var linear = Plane.Times(lambda, Plane.Subtract(h, start));
        var g = options.ClipMode switch
        {
            ClipMode.DataGrad => Plane.Add(Clip(q), prox),
            ClipMode.Total => Clip(Plane.Add(q, prox)),
            _ => Plane.Add(Clip(Plane.Add(q, linear)), x, lambda),
        };
        return Plane.Add(g, wd);
    }

    private double[] Clip(double[] v) => Plane.Times(Math.Min(1, local.ClipNorm / (Plane.Norm(v) + 1e-6)), v);
}
