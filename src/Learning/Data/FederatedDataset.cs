using Federated.Learning.Data.Partitioning;

namespace Federated.Learning.Data;

/// <summary>A data set as experiments use it.</summary>
/// <param name="Name">name shown to people</param>
/// <param name="Train">samples that are split over the clients</param>
/// <param name="Test">samples the global model is evaluated on</param>
/// <param name="Natural">the split that comes with the data (one client per user), if it has one</param>
public sealed record FederatedDataset(string Name, SampleSet Train, SampleSet Test, Partition? Natural = null)
{
    /// <summary>Samples of the same users that are not part of the training set; null: there are none.</summary>
    public AuxiliaryData? Auxiliary { get; init; }

    /// <summary>Both halves, as the kind of samples that a task needs.</summary>
    /// <typeparam name="TSet">that kind</typeparam>
    /// <param name="needed">its name in the message</param>
    /// <exception cref="InputException">They are of another kind.</exception>
    public (TSet Train, TSet Test) Halves<TSet>(string needed)
        where TSet : SampleSet =>
        Train is TSet train && Test is TSet test
            ? (train, test)
            : throw new InputException($"data.name: {Name} has samples of {Train.Measure}; expected a data set of {needed}");
}
