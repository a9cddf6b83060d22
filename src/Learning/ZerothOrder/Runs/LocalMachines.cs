using Federated.Learning.Rounds;

namespace Federated.Learning.ZerothOrder;

/// <summary>Machines in this process, evaluated on its workers.</summary>
public sealed class LocalMachines : IMachinePort
{
    private readonly WorkerPool<ClientWorker<float>> _pool;
    private readonly SharedSeedMachine _machine;
    private readonly SharedSeedOptions _options;
    private readonly SealedHistory _history;
    private readonly FaultOptions[] _faults;
    private readonly SortedDictionary<ushort, Replica> _replicas = [];
    private readonly Action<int, int, int> _finished;

    /// <param name="options">the algorithm</param>
    /// <param name="faults">accidents to put in</param>
    /// <param name="history">what weights are rebuilt from</param>
    /// <param name="pool">workers; not owned</param>
    /// <param name="finished">is told (round, machines that have finished, machines), from worker threads</param>
    public LocalMachines(
        SharedSeedOptions options,
        FaultOptions[] faults,
        SealedHistory history,
        WorkerPool<ClientWorker<float>> pool,
        Action<int, int, int> finished)
    {
        (_options, _faults, _history, _pool, _finished) = (options, faults, history, pool, finished);
        _machine = new SharedSeedMachine(history.Header.RunKey, options);
    }

    /// <inheritdoc/>
    public void Start(IReadOnlyList<ushort> machines)
    {
        foreach (var machine in machines)
        {
            Place(machine);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(RoundStart round, CancellationToken cancellation)
    {
        var machines = round.Machines;
        var proposals = new Proposal[machines.Count];
        var losses = new double[2 * machines.Count][];
        var finished = 0;
        var together = _options.Forwards == ForwardPlacement.OneWorker;
        _pool.ForEach(together ? machines.Count : losses.Length, static _ => { }, (worker, item) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var machine = machines[together ? item : item / 2];
            if (together)
            {
                proposals[item] = _machine.Propose(worker.Objective, round, machine, _replicas[machine]);
            }
            else
            {
                losses[item] = _machine.Losses(worker.Objective, round, machine, _replicas[machine], item % 2 == 0 ? 1 : -1);
            }

            _finished((int)round.Round + 1, Interlocked.Increment(ref finished) / (together ? 1 : 2), machines.Count);
        });
        return together
            ? proposals
            : [.. machines.Select((machine, i) => _machine.Combine(round, machine, losses[2 * i], losses[(2 * i) + 1]))];
    }

    /// <inheritdoc/>
    public void Apply(SealedRound round)
    {
        var copies = _replicas.DistinctBy(machine => machine.Value).ToArray();
        _pool.ForEach(copies.Length, static _ => { }, (_, i) => Apply(round, copies[i].Key, copies[i].Value));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<ushort, ulong> Hashes()
    {
        var hashes = _replicas.Values.Distinct().ToDictionary(replica => replica, replica => replica.Hash());
        return _replicas.ToDictionary(machine => machine.Key, machine => hashes[machine.Value]);
    }

    /// <inheritdoc/>
    public ulong Rebuild(ushort machine) => Place(machine).Hash();

    /// <inheritdoc/>
    public void Leave(ushort machine) => _replicas.Remove(machine);

    /// <summary>Gives a machine its copy of the weights, or its place at the one that all share.</summary>
    private Replica Place(ushort machine) =>
        _replicas[machine] = _options.Copies == MachineCopies.Shared && _replicas.Count > 0 ? _replicas.First().Value : _history.Rebuild();

    private void Apply(SealedRound round, ushort machine, Replica replica)
    {
        var fault = _faults.FirstOrDefault(fault => fault.Machine == machine && fault.Round == round.Round + 1);
        replica.Offer(fault is { Kind: MachineFault.LostRound } ? round with { Machines = [], Decay = 1.0f } : round);
        if (fault is { Kind: MachineFault.FlippedBit })
        {
            replica.FlipBit(replica.Theta.Length / 2);
        }
    }
}
