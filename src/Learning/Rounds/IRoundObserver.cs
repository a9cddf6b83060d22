using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>Is told how a run goes on; writes files or shows progress.</summary>
public interface IRoundObserver<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The run begins or is resumed.</summary>
    /// <param name="round">rounds that are done</param>
    /// <param name="x">the global model at this point, length d</param>
    void Started(int round, ReadOnlySpan<T> x);

    /// <summary>Clients of the current round have finished; called from worker threads.</summary>
    void ClientFinished(int round, int finished, int cohort);

    /// <summary>A round is over.</summary>
    /// <param name="metrics">its figures</param>
    /// <param name="x">the new global model, length d</param>
    void RoundFinished(RoundMetrics metrics, ReadOnlySpan<T> x);
}
