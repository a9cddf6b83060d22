using System.Threading.Channels;
using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>A node that was let in.</summary>
/// <param name="id">identifies it</param>
/// <param name="name">for logs</param>
/// <param name="slots">tasks that it works on at the same time</param>
/// <param name="own">clients whose samples lie with it, and how many there are; empty: it trains any client that is nobody's own</param>
internal sealed class Session(string id, string name, int slots, IReadOnlyDictionary<int, int> own)
{
    private int _calls;

    /// <summary>Identifies the node.</summary>
    public string Id => id;

    /// <summary>For logs.</summary>
    public string Name => name;

    /// <summary>Tasks that it works on at the same time.</summary>
    public int Slots => slots;

    /// <summary>Clients whose samples lie with it, and how many there are.</summary>
    public IReadOnlyDictionary<int, int> Own => own;

    /// <summary>Tasks that it works on now.</summary>
    public int Busy { get; set; }

    /// <summary>Whether it finishes what it has, and takes no more.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>When it was last heard of, a timestamp.</summary>
    public long LastSeen { get; set; }

    /// <summary>Where other hosts of gossip nodes reach it; null: they do not.</summary>
    public string? Address { get; set; }

    /// <summary>What it is to be told; the stream that reads it. Null until it listens.</summary>
    public Channel<Event>? Events { get; set; }

    /// <summary>Whether it can take another task.</summary>
    public bool IsFree => Events is not null && !IsLeaving && Busy < slots;

    /// <summary>Counts calls that it has open.</summary>
    /// <returns>how many it has now</returns>
    public int AddCall(int change) => Interlocked.Add(ref _calls, change);

    /// <summary>Tells the node something, if it listens.</summary>
    public void Tell(Event news) => Events?.Writer.TryWrite(news);
}
