namespace Federated.Learning.Experiments;

/// <summary>What a client does in one round.</summary>
public sealed record LocalOptions
{
    /// <summary>Local epochs E: passes over the client's data. Ignored when <see cref="Steps"/> is given.</summary>
    [Accepts("[1, 100000]")]
    public int Epochs { get; init; } = 5;

    /// <summary>Number of local steps K instead of epochs; mini-batches go on into further epochs as needed.</summary>
    [Accepts("[1, 10000000]")]
    public int? Steps { get; init; }

    /// <summary>Mini-batch size B; the last batch of an epoch may be smaller and is used.</summary>
    [Accepts("[1, 1000000]")]
    public int BatchSize { get; init; } = 50;

    /// <summary>Order of samples in an epoch.</summary>
    public BatchOrder Order { get; init; } = BatchOrder.Shuffled;

    /// <summary>Local learning rate of the first round.</summary>
    [Accepts("(0, inf)")]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Factor on the learning rate after each round.</summary>
    [Accepts("(0, 1]")]
    public double LearningRateDecay { get; init; } = 0.998;

    /// <summary>Weight decay, added outside the clip.</summary>
    [Accepts("[0, inf)")]
    public double WeightDecay { get; init; } = 0.001;

    /// <summary>Largest global L2 norm of a gradient: c = min(1, max / (norm + 1e-6)). Infinite switches clipping off.</summary>
    [Accepts("(0, inf]")]
    public double ClipNorm { get; init; } = 10.0;

    /// <summary>Learning rate of a round: a function of the run's round, whenever somebody joined.</summary>
    /// <param name="round">1-based</param>
    public double RateOf(int round) => LearningRate * Math.Pow(LearningRateDecay, round - 1);

    /// <summary>Local steps K of a client in a round.</summary>
    /// <param name="samples">n_i, at least 1</param>
    public int PlannedSteps(int samples) => Steps ?? checked(Epochs * (((samples - 1) / BatchSize) + 1));

    /// <summary>E n_i / B as a real number, or K when steps are given: the K̂ of variance-reduced methods.</summary>
    /// <param name="samples">n_i</param>
    public double NominalSteps(int samples) => Steps ?? Epochs * (double)samples / BatchSize;
}
