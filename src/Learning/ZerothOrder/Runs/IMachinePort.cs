namespace Federated.Learning.ZerothOrder;

/// <summary>The machines of a shared-seed run, wherever they are. Each keeps weights of its own and changes them only by sealed rounds.</summary>
public interface IMachinePort
{
    /// <summary>The run begins or goes on: these machines have the weights of the history's last agreement.</summary>
    void Start(IReadOnlyList<ushort> machines);

    /// <summary>What machines found in a round, in order of their ids; those that did not answer in time are missing.</summary>
    IReadOnlyList<Proposal> Propose(RoundStart round, CancellationToken cancellation);

    /// <summary>Hands a sealed round to all machines.</summary>
    void Apply(SealedRound round);

    /// <summary>Hashes of all machines' weights.</summary>
    IReadOnlyDictionary<ushort, ulong> Hashes();

    /// <summary>Has a machine rebuild its weights from the last agreement and the log: it joins, or its weights were wrong.</summary>
    /// <returns>hash of its weights then</returns>
    ulong Rebuild(ushort machine);

    /// <summary>A machine is gone for good.</summary>
    void Leave(ushort machine);
}
