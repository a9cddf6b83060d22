using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>Checks of shared-seed experiments that need more than one key.</summary>
internal static class SharedSeedValidator
{
    /// <summary>Everything that can be said before data is loaded.</summary>
    /// <param name="experiment">any experiment</param>
    /// <param name="machines">number of clients; null: not known yet</param>
    public static IEnumerable<ExperimentProblem> Check(Experiment experiment, int? machines)
    {
        if (experiment.Algorithm is not SharedSeedOptions options)
        {
            return experiment.Membership is null
                ? []
                : [new ExperimentProblem("membership", $"only accepted with algorithms of the shared-seed family, not with {experiment.Algorithm.Name}; expected no such section")];
        }

        IEnumerable<ExperimentProblem> problems = experiment.Task == TaskKind.Quadratic
            ? [new ExperimentProblem("algorithm", $"{options.Name} computes in float32 and is not accepted with task: quadratic; expected another algorithm")]
            : [];
        return problems
            .Concat(options.Check(experiment))
            .Concat(CheckSteps(experiment, options, machines ?? 1))
            .Concat(experiment.Membership is { } membership ? MembershipValidator.Check(membership, experiment.Rounds, machines) : []);
    }

    /// <summary>
    /// Refuses more machines than ids, step sizes with subnormal products and decays to nothing, for partitions whose number of clients is
    /// known only once the data is loaded.
    /// </summary>
    /// <exception cref="InputException">one line for each problem</exception>
    public static void Require(Experiment experiment, int machines)
    {
        var problems = machines > ushort.MaxValue
            ? [new ExperimentProblem("partition.clients", $"{machines} machines are not accepted; expected at most {ushort.MaxValue}")]
            : Check(experiment, machines).ToList();
        if (problems.Count > 0)
        {
            throw new InputException(string.Join('\n', problems.Select(problem => $"{problem.Key}: {problem.Message}")));
        }
    }

    private static IEnumerable<ExperimentProblem> CheckSteps(Experiment experiment, SharedSeedOptions options, int machines)
    {
        var rate = experiment.Local.LearningRate;
        if (rate * experiment.Local.WeightDecay >= 1.0)
        {
            yield return new ExperimentProblem(
                "local.weight_decay",
                FormattableString.Invariant($"{experiment.Local.WeightDecay} with local.learning_rate {rate} leaves nothing of the weights; expected a product below 1"));
        }

        var scheme = options.CreateScheme();
        var last = SharedSeedEngine.LearningRate(experiment, options, experiment.Rounds);
        var step = Math.ScaleB(last, -scheme.Codec.ScaleBits) / ((double)machines * scheme.Samples);
        if (!(step >= SealedRound.SmallestStep))
        {
            yield return new ExperimentProblem(
                "local.learning_rate", FormattableString.Invariant($"the last round's step size is {step}, too small to be exact; expected one from {SealedRound.SmallestStep} on"));
        }

        if (!float.IsFinite((float)Math.ScaleB(rate, -scheme.Codec.ScaleBits)))
        {
            yield return new ExperimentProblem("local.learning_rate", FormattableString.Invariant($"{rate} is not accepted; expected a step size that float32 holds"));
        }
    }
}
