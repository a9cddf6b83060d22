using CsCheck;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Xunit;

namespace Federated.Learning.Tests.Algorithms;

/// <summary>The fused implementation against the formulas written out, on random problems, switches and cohorts.</summary>
public sealed class FormulaTests
{
    private static readonly Gen<double> _number = Gen.Double[-2, 2];

    private static readonly Gen<QuadraticClient> _client =
        Gen.Select(Gen.Double[0.2, 3], Gen.Double[0.2, 3], Gen.Double[-0.2, 0.2], _number, _number).Select(
            (a, b, c, u, v) => new QuadraticClient { A = [[a, c], [c, b]], B = [u, v] });

    private static readonly Gen<QuadraticOptions> _quadratic =
        Gen.Select(_client.Array[1, 5], _number, _number).Select(
            (clients, u, v) => new QuadraticOptions { Clients = clients, Start = [u, v] });

    private static readonly Gen<FedSpeedOptions> _options =
        Gen.Select(
            Any(0.0, 0.05, 0.4),
            Any(0.0, 0.1),
            Any(0.0, 0.3, 1.0),
            Any(ClipMode.DataGrad, ClipMode.Total, ClipMode.Official),
            Any(RhoMode.Normalised, RhoMode.Raw),
            Any(CorrectionAverage.All, CorrectionAverage.Active, CorrectionAverage.None),
            Any(0.0, 0.1)).Select((lambda, rho, alpha, clip, mode, average, relaxed) => new FedSpeedOptions
            {
                ProxStrength = lambda,
                Rho = rho,
                Alpha = alpha,
                ClipMode = clip,
                RhoMode = mode,
                CorrectionAverage = average,
                RelaxedInitialisation = relaxed,
            });

    private static readonly Gen<LocalOptions> _local =
        Gen.Select(Gen.Int[1, 4], Any(0.0, 0.01), Any(0.3, 1.0, 10.0), Any(1.0, 0.9)).Select(
            (steps, wd, clip, decay) => QuadraticRuns.Local with
            {
                Epochs = steps,
                WeightDecay = wd,
                ClipNorm = clip,
                LearningRateDecay = decay,
            });

    [Fact]
    public void FedSpeed_computes_its_formulas_whatever_the_switches() =>
        Gen.Select(_quadratic, _options, _local, Gen.ULong).Sample(
            (quadratic, options, local, seed) => Compare(quadratic, options, local, Cohorts(quadratic.Clients.Length, seed)),
            iter: 1000);

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static int[][] Cohorts(int clients, ulong seed)
    {
        var sampler = new BernoulliCohort(clients, 0.6, seed);
        return [.. Enumerable.Range(1, 4).Select(sampler.Sample)];
    }

    private static void Compare(QuadraticOptions quadratic, FedSpeedOptions options, LocalOptions local, int[][] cohorts)
    {
        var run = QuadraticRuns.Run(options, cohorts.Length, quadratic, local, cohorts);
        var naive = new NaiveFedSpeed(options, local, quadratic);
        for (var round = 1; round <= cohorts.Length; round++)
        {
            naive.Round(round, cohorts[round - 1]);
            Close.Vectors(naive.X, run.Points[round], 1e-10);
            for (var i = 0; options.CorrectionAverage != CorrectionAverage.None && i < quadratic.Clients.Length; i++)
            {
                Close.Vectors(naive.Correction(i), run.StateAfter(round, i, "h"), 1e-10);
            }
        }
    }
}
