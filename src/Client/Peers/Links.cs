using Federated.Learning.Gossip;
using Federated.Learning.Rounds;

namespace Federated.Client.Peers;

/// <summary>A host's links to all others of its epoch.</summary>
/// <param name="self">the host's number</param>
/// <param name="nodes">the nodes it hosts</param>
internal sealed class Links(int self, IReadOnlyList<int> nodes) : INeighbours<float>
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, (Link Link, int[] Nodes)> _links = [];

    /// <summary>A host has come.</summary>
    /// <param name="host">its number</param>
    /// <param name="link">the link to it</param>
    /// <param name="theirs">the nodes that it hosts</param>
    public void Add(int host, Link link, IEnumerable<int> theirs)
    {
        lock (_lock)
        {
            _links[host] = (link, [.. theirs]);
        }
    }

    /// <summary>A host is gone.</summary>
    public void Remove(int host)
    {
        lock (_lock)
        {
            if (_links.Remove(host, out var gone))
            {
                gone.Link.Close();
            }
        }
    }

    /// <summary>The link to a host; null: there is none.</summary>
    public Link? Find(int host)
    {
        lock (_lock)
        {
            return _links.TryGetValue(host, out var found) ? found.Link : null;
        }
    }

    /// <summary>The role at this end of a link.</summary>
    public LinkRole RoleTowards(int host) => self < host ? LinkRole.Initiator : LinkRole.Responder;

    /// <inheritdoc/>
    public IReadOnlyDictionary<int, float[]> Exchange(GossipStep step, IReadOnlyDictionary<int, float[]> messages, CancellationToken cancellation)
    {
        var outgoing = new Dictionary<int, OutgoingMessage>();
        var exchanges = new List<Task<IReadOnlyDictionary<int, float[]?>?>>();
        foreach (var (link, theirs) in Current())
        {
            var (sent, due) = (Needed(step.W.Graph, theirs, nodes), Needed(step.W.Graph, nodes, theirs));
            if (sent.Count + due.Count > 0)
            {
                exchanges.Add(Exchange(link, step, [.. sent.Select(node => Outgoing(node, messages, outgoing))], due, cancellation));
            }
        }

        var arrived = Task.WhenAll(exchanges).GetAwaiter().GetResult().SelectMany(part => part ?? (IEnumerable<KeyValuePair<int, float[]?>>)[]);
        return arrived.Where(message => message.Value is not null).ToDictionary(message => message.Key, message => message.Value!);
    }

    private static async Task<IReadOnlyDictionary<int, float[]?>?> Exchange(
        Link link, GossipStep step, IReadOnlyList<OutgoingMessage> sent, IReadOnlyCollection<int> due, CancellationToken cancellation)
    {
        var arrived = await link.Exchange(new StepKey(step.Round, step.Step), sent, cancellation);
        return arrived is null || due.All(arrived.ContainsKey)
            ? arrived
            : throw new RunFailedException($"round {step.Round}: a host sent other nodes' messages than the topology says; expected the same version and experiment on all hosts");
    }

    /// <summary>The nodes of one side whose messages the other side needs.</summary>
    private static SortedSet<int> Needed(Graph graph, IEnumerable<int> to, IReadOnlyList<int> from)
    {
        var there = from.ToHashSet();
        return [.. to.SelectMany(node => graph.Sources(node).ToArray()).Where(there.Contains)];
    }

    /// <summary>A message is hashed once, however many hosts need it.</summary>
    private static OutgoingMessage Outgoing(int node, IReadOnlyDictionary<int, float[]> messages, Dictionary<int, OutgoingMessage> made)
    {
        if (!made.TryGetValue(node, out var message))
        {
            made[node] = message = messages.TryGetValue(node, out var floats) ? OutgoingMessage.Of(node, floats) : OutgoingMessage.Absent(node);
        }

        return message;
    }

    private List<(Link Link, int[] Nodes)> Current()
    {
        lock (_lock)
        {
            return [.. _links.Values];
        }
    }
}
