namespace Federated.Learning.Gossip;

/// <summary>What nodes need to know of a round.</summary>
/// <param name="Number">1-based</param>
/// <param name="LearningRate">local learning rate</param>
public record NodeRound(int Number, double LearningRate);
