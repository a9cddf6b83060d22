using System.Numerics;
using Federated.Learning.Algorithms;
using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>An algorithm without a server: what a node does before it gossips, what it sends, and what it makes of what arrives.</summary>
public abstract class GossipAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Name of the vector that is mixed.</summary>
    public const string Message = "message";

    /// <summary>Name of the locally trained model, kept by algorithms whose message is something else.</summary>
    public const string Trained = "trained";

    /// <summary>Vectors a node keeps besides its model x. They change in <see cref="Combine"/> only, except for <see cref="Trained"/>.</summary>
    public virtual string[] NodeState => [];

    /// <summary>What the local rule reads and writes.</summary>
    internal ExchangedVectors Vectors => new() { Down = ["x"], Up = [Message], ClientState = NodeState };

    /// <summary>What the message is.</summary>
    public virtual GossipMessage MessageKind => GossipMessage.TrainedModel;

    /// <summary>Whether the mixed message is the node's next model; else <see cref="Combine"/> makes it.</summary>
    public bool MixesModels => MessageKind == GossipMessage.TrainedModel;

    /// <summary>Whether what nodes keep contains the weights, which then may not change for a round.</summary>
    public virtual bool NeedsStaticWeights => false;

    /// <summary>Who of those that diverged is cut off for the rest of the round.</summary>
    /// <param name="diverged">nodes whose message was not finite</param>
    public IReadOnlyList<int> CutOff(IReadOnlyList<int> diverged) => NeedsStaticWeights ? [] : diverged;

    /// <summary>The weights of each gossip step of a round.</summary>
    /// <param name="w">the round's weights, as every node knows them before it</param>
    public virtual GossipSchedule Schedule(MixingMatrix w) => GossipSchedule.Plain(w, 1);

    /// <summary>Payload of one message.</summary>
    /// <param name="dimension">d</param>
    public virtual unsafe long MessageBytes(int dimension) => (long)dimension * sizeof(T);

    /// <summary>The local rule: from the node's model to its message.</summary>
    public abstract void Train(LocalRun<T> node);

    /// <summary>The node's next model, when it is not the mixed message itself.</summary>
    /// <param name="node">the node's vectors</param>
    public virtual void Combine(NodeVectors<T> node)
    {
    }
}
