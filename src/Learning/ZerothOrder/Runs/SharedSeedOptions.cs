using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>What algorithms of the shared-seed family have in common. Every client of the partition is a machine.</summary>
public abstract record SharedSeedOptions : AlgorithmOptions
{
    /// <summary>Distance eps from the weights to either side.</summary>
    [Accepts("(0, inf)")]
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>How the learning rate changes from round to round; each sealed record holds the step size to use.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.Exponential;

    /// <summary>Rounds in which the learning rate grows from near 0 to its value.</summary>
    [Accepts("[0, 10000000]")]
    public int Warmup { get; init; }

    /// <summary>Machines compare the hashes of their weights after every n-th round and after the last.</summary>
    [Accepts("[1, 10000000]")]
    public int CheckEvery { get; init; } = 64;

    /// <summary>Whether every machine keeps its own copy of the weights.</summary>
    public MachineCopies Copies { get; init; } = MachineCopies.Separate;

    /// <summary>Who evaluates the two sides of a direction.</summary>
    public ForwardPlacement Forwards { get; init; } = ForwardPlacement.OneWorker;

    /// <summary>How the log's bytes are read.</summary>
    internal abstract SealedScheme CreateScheme();

    /// <summary>Numbers of the update rule that belong to a round.</summary>
    /// <param name="round">1-based</param>
    internal virtual IReadOnlyList<float> Coefficients(int round) => [];

    /// <summary>How a gradient is rounded to a byte.</summary>
    internal virtual GradientRounding GradientRounding => GradientRounding.Nearest;

    /// <summary>What does not fit together.</summary>
    internal virtual IEnumerable<ExperimentProblem> Check(Experiment experiment) => [];
}
