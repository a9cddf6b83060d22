using Federated.Learning.Data.Partitioning;

namespace Federated.Learning.Data;

/// <summary>A data set as experiments use it.</summary>
/// <param name="Name">name shown to people</param>
/// <param name="Train">samples that are split over the clients</param>
/// <param name="Test">samples the global model is evaluated on</param>
/// <param name="Natural">the split that comes with the data (one client per user), if it has one</param>
public sealed record FederatedDataset(string Name, SampleSet Train, SampleSet Test, Partition? Natural = null);
