using System.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Learning.Algorithms;

/// <summary>An algorithm of the parameter-server family: its client rule and its server rule. Holds no state of a run.</summary>
public abstract class FederatedAlgorithm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What is moved and kept.</summary>
    public virtual ExchangedVectors Vectors { get; } = new();

    /// <summary>The client rule: local steps from what was received to what is sent.</summary>
    public abstract void Train(LocalRun<T> client);

    /// <summary>The server rule: x^{t+1} and the server's state from the means over the cohort.</summary>
    public abstract void Aggregate(ServerRound<T> server);
}
