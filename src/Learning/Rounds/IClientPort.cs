using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>
/// Who can train: the port through which the parameter-server engine reaches its clients. What a client keeps between
/// rounds lives behind this port and changes only when a round is committed.
/// </summary>
public interface IClientPort<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Trains every client of the cohort and delivers each update once; returns when all are delivered.</summary>
    /// <exception cref="OperationCanceledException">Interrupted: nothing that clients keep has changed.</exception>
    void Train(RoundTask<T> task, IUpdateSink<T> sink, CancellationToken cancellation);

    /// <summary>Makes what clients computed in this round their state. A client whose update was not finite keeps its old one.</summary>
    void Commit(int round);

    /// <summary>Writes what all clients keep, so that it can be restored as of this round.</summary>
    void Save(int round);

    /// <summary>Brings back what was saved as of this round.</summary>
    /// <exception cref="InputException">A file is missing or damaged.</exception>
    void Restore(int round);

    /// <summary>Deletes what older calls of <see cref="Save"/> wrote and the last one does not need.</summary>
    void Prune();
}
