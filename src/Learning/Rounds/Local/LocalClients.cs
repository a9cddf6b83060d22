using System.Numerics;
using Federated.Learning.Algorithms;
using Federated.Learning.Privacy;

namespace Federated.Learning.Rounds;

/// <summary>
/// Clients in this process: one per worker at a time, each on one core. Their state is kept in a
/// <see cref="ClientStateStore{T}"/> and changes only when a round is committed.
/// </summary>
public sealed class LocalClients<T> : IClientPort<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ClientTrainer<T> _trainer;
    private readonly WorkerPool<ClientWorker<T>> _pool;
    private readonly ClientStateStore<T> _states;

    /// <summary>Puts the clients of a task on the workers of a pool.</summary>
    /// <param name="task">whose clients</param>
    /// <param name="algorithm">client rule</param>
    /// <param name="pool">workers; not owned</param>
    /// <param name="states">what clients keep; not owned</param>
    /// <param name="protection">what is done to what they send; null: nothing</param>
    public LocalClients(
        IFederatedTask<T> task,
        FederatedAlgorithm<T> algorithm,
        WorkerPool<ClientWorker<T>> pool,
        ClientStateStore<T> states,
        UpdateProtection<T>? protection = null)
    {
        _trainer = new ClientTrainer<T>(task, algorithm, protection);
        _pool = pool;
        _states = states;
    }

    /// <inheritdoc/>
    public void Train(RoundTask<T> task, IUpdateSink<T> sink, CancellationToken cancellation)
    {
        try
        {
            _pool.ForEach(
                task.Cohort.Count,
                static _ => { },
                (worker, position) => TrainOne(worker.Run, task, position, sink, cancellation));
        }
        catch
        {
            _states.Discard();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Commit(int round) => _states.Commit(round);

    /// <inheritdoc/>
    public void Save(int round) => _states.Save(round);

    /// <inheritdoc/>
    public void Restore(int round) => _states.Restore(round);

    /// <inheritdoc/>
    public void Prune() => _states.Prune();

    private void TrainOne(
        LocalRun<T> run, RoundTask<T> task, int position, IUpdateSink<T> sink, CancellationToken cancellation)
    {
        var client = task.Cohort[position];
        _states.Load(client, run.AllState);
        var update = _trainer.Train(run, task, client, cancellation);
        if (update.IsFinite)
        {
            _states.Stage(client, run.AllState);
        }

        sink.Add(position, update);
    }
}
