namespace Federated.Attacks.Gossip;

/// <summary>What a node sees of a neighbour's round, and how well it knows where that round began.</summary>
/// <param name="Observation">for any attack; the start is the observer's estimate</param>
/// <param name="Residual">
/// Length of what is missing in the estimate's coefficients: 0 when the start follows from what was seen, 1 or more when that says next to nothing. Known
/// to the observer.
/// </param>
/// <param name="StartError">
/// |estimate - start| / |update|, measured by whoever has all messages; null when the transcript has not. Not known to the observer.
/// </param>
/// <param name="Update">|update|, as <paramref name="StartError"/></param>
public sealed record NeighbourObservation(Observation Observation, double Residual, double? StartError, double? Update);
