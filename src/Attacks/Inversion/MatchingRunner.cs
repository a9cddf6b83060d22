using System.Numerics;
using Federated.Attacks.Inversion.Objectives;
using Federated.Attacks.Inversion.Optimisers;

namespace Federated.Attacks.Inversion;

/// <summary>Restarts of gradient matching, by the optimiser that the options name.</summary>
/// <param name="problem">what is matched</param>
/// <param name="box">where the samples may be; null: anywhere</param>
internal sealed class MatchingRunner<T>(MatchingProblem<T> problem, PixelBox? box) : IRestartRunner
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly GradientMatching<T> _matching = new(problem);

    public Candidate Run(int restart, IProgress<InversionProgress>? progress, CancellationToken stop)
    {
        var options = problem.Options;
        var start = DummyStart.Draw(options, problem.Network.Input, restart, problem.Samples, _matching.Length);
        _matching.Alpha = options.Sme.Alpha0;
        _matching.Bend.Clear();
        if (options.Optimizer is InversionOptimizer.Lbfgs)
        {
            var found = new LbfgsDescent<T>(options, restart).Run(_matching, Array.ConvertAll(start, T.CreateChecked), progress, stop);
            return new Candidate(Array.ConvertAll(found.X.ToArray(), float.CreateTruncating), found.Value, found.Evaluations, _matching.Alpha);
        }

        // The options allow Adam in float32 only.
        var best = new AdamDescent(options, box, restart).Run((IObjective<float>)(object)_matching, start, progress, stop);
        return new Candidate(best.X.ToArray(), best.Value, best.Evaluations, _matching.Alpha);
    }

    public void Dispose() => _matching.Dispose();
}
