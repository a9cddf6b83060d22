using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Runs;

/// <summary>Reaches clients and machines that are not in this process.</summary>
public interface IRunTransport
{
    /// <summary>Name in summary.json, for example <c>gRPC</c>.</summary>
    string Name { get; }

    /// <summary>The clients of a run with a server.</summary>
    /// <param name="experiment">what runs</param>
    /// <param name="task">what is learned</param>
    /// <param name="vectors">what goes down, up, and is kept by clients</param>
    /// <param name="states">where it is kept; not owned</param>
    IClientPort<float> Clients(Experiment experiment, IFederatedTask<float> task, ExchangedVectors vectors, ClientStateStore<float> states);

    /// <summary>The machines of a shared-seed run.</summary>
    /// <param name="experiment">what runs</param>
    /// <param name="task">what is learned</param>
    /// <param name="history">genesis and log</param>
    IMachinePort Machines(Experiment experiment, IFederatedTask<float> task, SealedHistory history);
}
