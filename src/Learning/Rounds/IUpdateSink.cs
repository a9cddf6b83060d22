using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>Takes the updates of a round, in any order and from any thread.</summary>
public interface IUpdateSink<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Delivers one update; its vectors are not used after the call.</summary>
    /// <param name="position">index of the client in the cohort</param>
    /// <param name="update">what the client sends</param>
    void Add(int position, in ClientUpdate<T> update);

    /// <summary>Says that an update does not come: its client was too late.</summary>
    /// <param name="position">index of the client in the cohort</param>
    /// <param name="client">its id</param>
    void Drop(int position, int client);
}
