using Federated.Learning.Algorithms;
using Federated.Learning.Gossip;
using Federated.Learning.Rounds;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Runs;

/// <summary>Reaches clients and machines that are not in this process.</summary>
public interface IRunTransport
{
    /// <summary>Name in summary.json, for example <c>gRPC</c>.</summary>
    string Name { get; }

    /// <summary>Whether a client's samples lie with a node of its own, so that those of the split are not what it trains on.</summary>
    bool HasOwnSamples(int client);

    /// <summary>The clients of a run with a server.</summary>
    /// <param name="run">what runs</param>
    /// <param name="vectors">what goes down, up, and is kept by clients</param>
    /// <param name="states">where it is kept; not owned</param>
    IClientPort<float> Clients(RunContext run, ExchangedVectors vectors, ClientStateStore<float> states);

    /// <summary>The machines of a shared-seed run.</summary>
    /// <param name="run">what runs</param>
    /// <param name="history">genesis and log</param>
    IMachinePort Machines(RunContext run, SealedHistory history);

    /// <summary>The nodes of a gossip run.</summary>
    /// <param name="run">what runs</param>
    /// <param name="algorithm">what nodes keep and send</param>
    /// <param name="graph">weights of each round</param>
    /// <param name="judge">compares models</param>
    INodePort<float> Nodes(RunContext run, GossipAlgorithm<float> algorithm, RoundGraph graph, NodeJudge<float> judge);
}
