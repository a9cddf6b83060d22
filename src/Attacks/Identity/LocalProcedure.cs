using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;

namespace Federated.Attacks.Identity;

/// <summary>
/// The clients' own procedure, run by the adversary: from what a server broadcast, on data of its own choice, to the updates that clients with such
/// data would send. Clients that keep state between rounds begin without any.
/// </summary>
public sealed class LocalProcedure : IDisposable
{
    private readonly WorkerPool<ClientWorker<float>> _pool;
    private readonly LocalClients<float> _clients;

    /// <param name="task">clients with the data</param>
    /// <param name="algorithm">client rule</param>
    /// <param name="local">steps, batches, clipping</param>
    /// <param name="workers">threads</param>
    public LocalProcedure(IFederatedTask<float> task, FederatedAlgorithm<float> algorithm, LocalOptions local, int workers)
    {
        var initial = task.InitialPoint();
        _pool = new WorkerPool<ClientWorker<float>>(workers, () => new ClientWorker<float>(task, algorithm.Vectors, local, initial));
        _clients = new LocalClients<float>(task, algorithm, _pool, new ClientStateStore<float>(algorithm.Vectors.ClientState, initial.Length));
    }

    /// <summary>Lets the clients of a round train.</summary>
    /// <param name="round">who, and what came down; its first vector is w0</param>
    /// <param name="cancellation">ends it between two local steps</param>
    /// <returns>u* = w0 - wT of each client of the cohort, length d</returns>
    public float[][] Train(RoundTask<float> round, CancellationToken cancellation)
    {
        var steps = new float[round.Cohort.Count][];
        _clients.Train(round, new StepSink(steps, round.Down[0].Length), cancellation);
        return steps;
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    /// <summary>Keeps steps in the sign of a gradient: the first vector that goes up is w_T - w_0 in every algorithm, or a multiple of it for a client without state.</summary>
    private sealed class StepSink(float[][] steps, int dimension) : IUpdateSink<float>
    {
        public void Add(int position, in ClientUpdate<float> update)
        {
            steps[position] = new float[dimension];
            FlatVector.Scale<float>(steps[position], -1.0, update.Vectors.Span[..dimension]);
        }

        public void Drop(int position, int client) => throw new NotSupportedException("clients in this process are never late");
    }
}
