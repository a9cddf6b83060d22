namespace Federated.Learning.Gossip;

/// <summary>Is told how the rounds of hosted nodes go.</summary>
public interface IHostedRounds<T>
    where T : unmanaged
{
    /// <summary>A node is done with its local training.</summary>
    void Trained(int round, int node);

    /// <summary>A round is over. Vectors are valid until this returns.</summary>
    /// <exception cref="OperationCanceledException">Nobody wants to know any more.</exception>
    void Finished(HostedRound<T> round, CancellationToken cancellation);
}
