using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Privacy;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Runs;

/// <summary>
/// One core of a node that gets its work over a wire: trains one client after the other, or evaluates one machine after the other. Belongs to the
/// thread that made it.
/// </summary>
public sealed class TrainingSlot : IDisposable
{
    private readonly ClientWorker<float> _worker;
    private readonly ClientTrainer<float>? _trainer;
    private readonly SharedSeedMachine? _machine;

    /// <param name="experiment">what runs</param>
    /// <param name="task">what is learned; not owned</param>
    public TrainingSlot(Experiment experiment, SampleTask task)
    {
        var algorithm = (experiment.Algorithm as ServerAlgorithmOptions)?.Create<float>();
        Vectors = algorithm?.Vectors ?? new ExchangedVectors { Down = [], Up = [] };
        _worker = new ClientWorker<float>(task, Vectors, experiment.Local, task.InitialPoint());
        _trainer = algorithm is null ? null : new ClientTrainer<float>(task, algorithm, UpdateProtection<float>.Of(experiment, task));
        _machine = experiment.Algorithm is SharedSeedOptions options ? new SharedSeedMachine(experiment.Seed, options) : null;
    }

    /// <summary>What goes down, up, and is kept.</summary>
    public ExchangedVectors Vectors { get; }

    /// <summary>Trains a client.</summary>
    /// <param name="round">what came down</param>
    /// <param name="client">who</param>
    /// <param name="state">what the client keeps, its vectors one after the other; overwritten</param>
    /// <param name="cancellation">ends it between two steps</param>
    /// <returns>the update; its vectors are valid until the next call</returns>
    public ClientUpdate<float> Train(RoundTask<float> round, int client, Span<float> state, CancellationToken cancellation)
    {
        state.CopyTo(_worker.Run.AllState);
        var update = _trainer!.Train(_worker.Run, round, client, cancellation);
        _worker.Run.AllState.CopyTo(state);
        return update;
    }

    /// <summary>Evaluates a machine's samples.</summary>
    /// <param name="round">the round</param>
    /// <param name="machine">whose data</param>
    /// <param name="replica">weights before the round; not touched</param>
    public Proposal Propose(RoundStart round, ushort machine, Replica replica) => _machine!.Propose(_worker.Objective, round, machine, replica);

    /// <inheritdoc/>
    public void Dispose() => _worker.Dispose();
}
