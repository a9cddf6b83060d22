using System.Numerics;

namespace Federated.Learning.Gossip;

/// <summary>A round as the engine asks for it.</summary>
/// <param name="Number">1-based</param>
/// <param name="LearningRate">local learning rate</param>
public sealed record EngineRound<T>(int Number, double LearningRate) : NodeRound(Number, LearningRate)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the engine looks at the nodes' vectors after this round.</summary>
    public required bool IsCollected { get; init; }

    /// <summary>Told whenever a node is done with its training.</summary>
    public required Action NodeFinished { get; init; }

    /// <summary>
    /// Told once all have trained, before a vector changes: figures, and the nodes' models before mixing when the round is collected, else null. What it
    /// throws ends the round.
    /// </summary>
    public required Action<TrainedNodes, T[][]?> Trained { get; init; }

    /// <summary>
    /// Told after <see cref="Trained"/> what every node sends in the first gossip step, and how it is going to be mixed; null: nobody wants to know. Only
    /// of rounds that are collected.
    /// </summary>
    public Action<GossipSchedule, T[][]>? Sending { get; init; }
}
