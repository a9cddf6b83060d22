namespace Federated.Learning.Recording;

/// <summary>A row of a round's mixing matrix W: what a node makes of its own message and of those that it receives.</summary>
/// <param name="Node">who mixes</param>
/// <param name="Self">w_ii</param>
/// <param name="Sources">nodes whose messages it receives, ascending</param>
/// <param name="Weights">w_ij of each of them</param>
public sealed record MixingRow(int Node, double Self, int[] Sources, double[] Weights);
