using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>What goes down to the clients of a round.</summary>
/// <param name="Round">1-based</param>
/// <param name="Cohort">client ids in ascending order</param>
/// <param name="LearningRate">local learning rate of this round</param>
/// <param name="Down">the vectors that every client receives, each of length d, in the algorithm's order</param>
public sealed record RoundTask<T>(int Round, IReadOnlyList<int> Cohort, double LearningRate, IReadOnlyList<T[]> Down)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
