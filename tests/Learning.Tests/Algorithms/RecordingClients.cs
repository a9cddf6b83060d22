using Federated.Learning.Rounds;

namespace Federated.Learning.Tests.Algorithms;

/// <summary>Passes everything on, and keeps a copy of what clients send.</summary>
internal sealed class RecordingClients(IClientPort<double> inner) : IClientPort<double>
{
    /// <summary>All vectors that a client sent in a round.</summary>
    public Dictionary<(int Round, int Client), double[]> Sent { get; } = [];

    public void Train(RoundTask<double> task, IUpdateSink<double> sink, CancellationToken cancellation) =>
        inner.Train(task, new Sink(this, task.Round, sink), cancellation);

    public void Commit(int round) => inner.Commit(round);

    public void Save(int round) => inner.Save(round);

    public void Restore(int round) => inner.Restore(round);

    public void Prune() => inner.Prune();

    private sealed class Sink(RecordingClients owner, int round, IUpdateSink<double> next) : IUpdateSink<double>
    {
        public void Add(int position, in ClientUpdate<double> update)
        {
            lock (owner.Sent)
            {
                owner.Sent[(round, update.Client)] = update.Vectors.ToArray();
            }

            next.Add(position, update);
        }

        public void Drop(int position, int client) => next.Drop(position, client);
    }
}
