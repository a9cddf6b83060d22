using Federated.Learning.Experiments;

namespace Federated.Learning.ZerothOrder;

/// <summary>
/// One byte per gradient: every machine evaluates its loss on both sides of a random direction, sends one byte per sample, and takes
/// everybody's step along directions that it regenerates. After the idea of arXiv 2306.10015.
/// </summary>
[Variant("one-byte")]
public sealed record OneByteOptions : SharedSeedOptions
{
    /// <inheritdoc/>
    public override string Name => "one-byte";

    /// <inheritdoc/>
    public override string Title => Code switch
    {
        GradientCode.Sign => "One bit per gradient",
        GradientCode.Float32 => "Four bytes per gradient",
        _ => "One byte per gradient",
    };

    /// <summary>Directions of each machine in a round, each on a mini-batch of its own.</summary>
    [Accepts("[1, 256]")]
    public int Samples { get; init; } = 1;

    /// <summary>What travels of a projected gradient.</summary>
    public GradientCode Code { get; init; } = GradientCode.Byte;

    /// <summary>How a projected gradient becomes a byte.</summary>
    public GradientRounding Rounding { get; init; } = GradientRounding.Nearest;

    /// <summary>Exponent bias of bytes: values from 2^-(bias + 2) to 480 * 2^(7 - bias).</summary>
    [Accepts("[0, 30]")]
    public int Bias { get; init; } = GradientByte.DefaultBias;

    /// <summary>Distribution of the directions' numbers.</summary>
    public DirectionKind Directions { get; init; } = DirectionKind.Rademacher;

    /// <summary>Whether machines look in directions of their own or all in the same.</summary>
    public DirectionSharing Sharing { get; init; } = DirectionSharing.Distinct;

    /// <summary>Number K of directions that all samples of the run choose from (FedKSeed, arXiv 2312.06353); absent: every sample has a fresh one.</summary>
    [Accepts("[1, 1000000000]")]
    public int? Candidates { get; init; }

    /// <summary>Whether a round's step is taken from the weights as they are, or from the first weights with the sum of all rounds.</summary>
    public UpdateOrder Update { get; init; } = UpdateOrder.Sequential;

    /// <inheritdoc/>
    internal override GradientRounding GradientRounding => Rounding;

    /// <inheritdoc/>
    internal override SealedScheme CreateScheme() => new()
    {
        Code = Code,
        Bias = Bias,
        Samples = Samples,
        Directions = Directions,
        Sharing = Sharing,
        Candidates = Candidates ?? 0,
        Update = Update == UpdateOrder.Accumulated ? UpdateForm.Accumulated : UpdateForm.Sequential,
    };

    /// <inheritdoc/>
    internal override IEnumerable<ExperimentProblem> Check(Experiment experiment)
    {
        if (Rounding == GradientRounding.Stochastic && Code != GradientCode.Byte)
        {
            yield return new ExperimentProblem("algorithm.rounding", "stochastic is only accepted with code: byte; expected nearest");
        }

        if (Update != UpdateOrder.Accumulated)
        {
            yield break;
        }

        if (experiment.Local.WeightDecay > 0.0)
        {
            yield return new ExperimentProblem("local.weight_decay", "not accepted with update: accumulated, whose rounds may come in any order; expected 0");
        }

        if (experiment.Local.LearningRateDecay < 1.0 || Schedule != RateSchedule.Exponential || Warmup > 0)
        {
            yield return new ExperimentProblem(
                "algorithm.update", "accumulated needs a constant learning rate; expected learning_rate_decay: 1, schedule: exponential and warmup: 0");
        }
    }
}
