using System.Threading.Channels;
using Federated.Coordinator.Uploads;
using Federated.Protocol;

namespace Federated.Coordinator.Tests;

/// <summary>A node at a board, without a network in between.</summary>
internal sealed class Member
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly TaskBoard _board;
    private Channel<Event> _events = Channel.CreateUnbounded<Event>();

    public Member(TaskBoard board, string name, int slots, int? own, string previous)
    {
        _board = board;
        Session = board.Admit(name, slots, own is { } client ? new Dictionary<int, int> { [client] = 1 } : [], previous);
        board.Listen(Session, _events);
    }

    public Session Session { get; }

    /// <summary>Whether it was told something that it has not read.</summary>
    public bool HasNews => _events.Reader.TryPeek(out _);

    /// <summary>Waits for the next event.</summary>
    public async Task<Event> NextAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(_patience);

    /// <summary>Waits for the next task.</summary>
    public async Task<ProtocolTask> TaskAsync() => (await NextAsync()).Task;

    /// <summary>Opens another stream; what it was told on the old one is forgotten.</summary>
    public void ListenAgain()
    {
        _events = Channel.CreateUnbounded<Event>();
        _board.Listen(Session, _events);
    }

    public void Leave() => _board.Leave(Session, _events);

    /// <summary>A sign of life.</summary>
    public void Beat() => _board.Find(Session.Id);

    public bool Deliver(long lease) => _board.Complete(Session, lease, new SubmitHeader { Lease = lease }, new Upload(BoardBed.Room, 0, new SubmitHeader(), []));
}
