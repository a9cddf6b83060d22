using System.Security.Cryptography;
using Federated.Protocol;
using Google.Protobuf;

namespace Federated.Coordinator.Hosts;

/// <summary>Who hosts which nodes, until they are assigned anew. Belongs to whoever holds the lock of <see cref="RemoteNodes"/>.</summary>
internal sealed class HostedEpoch
{
    private readonly Session?[] _sessions;
    private readonly int[][] _nodes;
    private readonly ByteString _key = UnsafeByteOperations.UnsafeWrap(RandomNumberGenerator.GetBytes(16));

    /// <param name="number">names it</param>
    /// <param name="sessions">hosts</param>
    /// <param name="nodes">n</param>
    public HostedEpoch(long number, IReadOnlyList<Session> sessions, int nodes)
    {
        Number = number;
        _sessions = [.. sessions];
        _nodes = Blocks(nodes, [.. sessions.Select(session => session.Slots)]);
    }

    /// <summary>Names it.</summary>
    public long Number { get; }

    /// <summary>Hosts that are there.</summary>
    public IEnumerable<Session> Sessions => _sessions.OfType<Session>();

    /// <summary>The nodes of a host; null: it has none in this epoch.</summary>
    public int[]? NodesOf(Session session) => Array.IndexOf(_sessions, session) is >= 0 and var place ? _nodes[place] : null;

    /// <summary>Gives up on hosts.</summary>
    /// <returns>their names</returns>
    public string[] Vacate(Func<Session, bool> isGone)
    {
        var names = new List<string>();
        for (var place = 0; place < _sessions.Length; place++)
        {
            if (_sessions[place] is { } session && isGone(session))
            {
                names.Add(session.Name);
                _sessions[place] = null;
            }
        }

        return [.. names];
    }

    /// <summary>Lets a host take the place of one that is gone.</summary>
    /// <returns>whether there is one</returns>
    public bool Fill(Session session)
    {
        var place = Array.FindIndex(_sessions, held => held is null);
        if (place >= 0)
        {
            _sessions[place] = session;
        }

        return place >= 0;
    }

    /// <summary>Tells hosts what is what.</summary>
    /// <param name="beginning">how a host's nodes begin</param>
    /// <param name="rounds">rounds that are over</param>
    /// <param name="vectors">what each node kept, by its hash; empty: nothing but the first model</param>
    public void Tell(Func<Session, Beginning> beginning, int rounds, IReadOnlyList<ByteString> vectors)
    {
        for (var place = 0; place < _sessions.Length; place++)
        {
            if (_sessions[place] is { } session && _nodes[place].Length > 0)
            {
                var assignment = new Assignment { Epoch = Number, Key = _key, Self = place, Beginning = beginning(session), Rounds = rounds };
                assignment.Hosts.AddRange(_sessions.Zip(_nodes, Describe));
                assignment.Vectors.AddRange(vectors.Count == 0 ? [] : _nodes[place].Select(node => vectors[node]));
                session.Tell(new Event { Assignment = assignment });
            }
        }
    }

    private static Host Describe(Session? session, int[] nodes)
    {
        var host = new Host { Name = session?.Name ?? "", Address = session?.Address ?? "" };
        host.Nodes.AddRange(nodes);
        return host;
    }

    /// <summary>Neighbours in a ring or a grid have numbers that are close: blocks keep most of their links within a host.</summary>
    private static int[][] Blocks(int nodes, int[] slots)
    {
        var all = slots.Sum(slot => (long)slot);
        var ends = slots.Select((_, place) => (int)(nodes * slots.Take(place + 1).Sum(slot => (long)slot) / all)).ToArray();
        return [.. ends.Select((end, place) => Enumerable.Range(0, nodes).Where(node => node < end && (place == 0 || node >= ends[place - 1])).ToArray())];
    }
}
