using Federated.Learning.Experiments;

namespace Federated.Attacks.Identity;

/// <summary>An experiment of one point: everybody starts from the same model again and again.</summary>
public sealed record TrialOptions
{
    /// <summary>Rounds, each with one update of every device and of every known user.</summary>
    public int Rounds { get; init; } = 8;

    /// <summary>What a device does in a round. Augmentation does not take place.</summary>
    public LocalOptions Local { get; init; } = new() { Steps = 2, BatchSize = 32, LearningRate = 0.05, WeightDecay = 0.0, ClipNorm = double.PositiveInfinity };

    /// <summary>Passes over the public samples that the model is trained with beforehand, by the same steps; 0: it is as it was drawn.</summary>
    public int WarmUpEpochs { get; init; } = 2;

    /// <summary>Only the first n users are known, the others are strangers; null: all are known.</summary>
    public int? KnownUsers { get; init; }

    /// <summary>Threads.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Seed of the model and of batch orders.</summary>
    public ulong Seed { get; init; } = 1;
}
