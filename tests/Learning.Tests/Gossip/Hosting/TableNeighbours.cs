using Federated.Learning.Gossip;

namespace Federated.Learning.Tests.Gossip.Hosting;

/// <summary>Hosts in one process that lay their messages on a table and wait for each other; some links can be cut.</summary>
/// <param name="hosts">how many there are</param>
/// <param name="isCut">whether the messages of a node do not get to another in a round</param>
internal sealed class TableNeighbours(int hosts, Func<int, int, int, bool>? isCut = null) : IDisposable
{
    private readonly Barrier _laid = new(hosts);
    private readonly Barrier _taken = new(hosts);
    private readonly Dictionary<int, float[]> _table = [];
    private readonly Lock _lock = new();
    private readonly Func<int, int, int, bool> _isCut = isCut ?? ((_, _, _) => false);

    /// <summary>A host's seat.</summary>
    public INeighbours<float> Seat(IReadOnlyList<int> nodes) => new Neighbours(this, nodes);

    public void Dispose()
    {
        _laid.Dispose();
        _taken.Dispose();
    }

    private sealed class Neighbours(TableNeighbours table, IReadOnlyList<int> nodes) : INeighbours<float>
    {
        public IReadOnlyDictionary<int, float[]> Exchange(GossipStep step, IReadOnlyDictionary<int, float[]> messages, CancellationToken cancellation)
        {
            lock (table._lock)
            {
                foreach (var (node, message) in messages)
                {
                    table._table[node] = (float[])message.Clone();
                }
            }

            table._laid.SignalAndWait(cancellation);
            var needed = nodes.SelectMany(node => step.W.Graph.Sources(node).ToArray().Select(source => (node, source)))
                .Where(pair => !nodes.Contains(pair.source) && table._table.ContainsKey(pair.source))
                .Where(pair => !table._isCut(step.Round, pair.node, pair.source));
            var arrived = needed.Select(pair => pair.source).Distinct().ToDictionary(source => source, source => table._table[source]);
            table._taken.SignalAndWait(cancellation);
            foreach (var node in nodes)
            {
                lock (table._lock)
                {
                    table._table.Remove(node);
                }
            }

            return arrived;
        }
    }
}
