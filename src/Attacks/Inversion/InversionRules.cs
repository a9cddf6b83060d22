using Federated.Learning;
using Federated.Learning.Experiments;

namespace Federated.Attacks.Inversion;

/// <summary>Settings that contradict each other.</summary>
internal static class InversionRules
{
    /// <summary>Key and message of each problem.</summary>
    public static IEnumerable<ExperimentProblem> Problems(InversionOptions options)
    {
        if (options.Optimizer is InversionOptimizer.Adam)
        {
            if (options.Numbers is NumberFormat.Float64)
            {
                yield return new ExperimentProblem("numbers", "float64 goes with optimizer: lbfgs; expected float32");
            }

            yield break;
        }

        if (options.Box)
        {
            yield return new ExperimentProblem("box", "lbfgs cannot keep pixels in a box; expected false, or optimizer: adam");
        }

        if (options.Signed is not SignMode.None)
        {
            yield return new ExperimentProblem("signed", "lbfgs needs gradients, not their signs; expected none, or optimizer: adam");
        }

        if (options.Langevin > 0.0)
        {
            yield return new ExperimentProblem("langevin", "lbfgs takes no noise; expected 0, or optimizer: adam");
        }

        if (options.Sme.Bend > 0.0)
        {
            yield return new ExperimentProblem("sme.bend", "lbfgs cannot bend the way; expected 0, or optimizer: adam");
        }

        if (options.Sme is { Alpha0: > 0.0 and < 1.0, Beta: > 0.0 })
        {
            yield return new ExperimentProblem("sme.beta", "lbfgs cannot learn alpha; expected 0, or optimizer: adam");
        }
    }

    /// <summary>Refuses options that contradict each other.</summary>
    public static void Check(InversionOptions options)
    {
        if (Problems(options).FirstOrDefault() is { } problem)
        {
            throw new InputException($"attack.{problem.Key}: {problem.Message}");
        }
    }
}
