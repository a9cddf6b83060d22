namespace Federated.Learning.Runs;

/// <summary>How many samples clients hold.</summary>
internal sealed record PartitionSizes(int Smallest, int Largest, int Samples, int Distinct);
