using Federated.Learning.Data.Partitioning;

namespace Federated.Learning.Data;

/// <summary>Samples of a data set's users that are on no device: nobody trains on them, but an adversary may have them.</summary>
/// <param name="Samples">of all users</param>
/// <param name="Users">which of them each user has</param>
/// <param name="Public">samples of nobody in particular; null: there are none</param>
/// <param name="DevicesPerUser">clients of the natural partition that belong to each user: client / this = user</param>
public sealed record AuxiliaryData(SampleSet Samples, Partition Users, SampleSet? Public, int DevicesPerUser = 1);
