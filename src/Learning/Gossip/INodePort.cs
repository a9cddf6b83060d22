using System.Numerics;

namespace Federated.Learning.Gossip;

/// <summary>The nodes of a gossip run: the port through which the engine lets them train and gossip.</summary>
public interface INodePort<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// A round: every node trains from its own model, then messages are exchanged and mixed. A node whose message is not finite sends the model it
    /// started from, or no change, and unless weights have to stay as they are it is cut off for this round.
    /// </summary>
    /// <param name="round">number and rate</param>
    /// <param name="states">the nodes' vectors: those after the round when it is <see cref="EngineRound{T}.IsCollected"/>, else they may stay as they were</param>
    /// <param name="cancellation">ends it</param>
    /// <exception cref="OperationCanceledException">Interrupted: no vector has changed.</exception>
    GossipOutcome Run(EngineRound<T> round, NodeStates<T> states, CancellationToken cancellation);
}
