using Federated.Coordinator.Uploads;
using Federated.Learning.Experiments;
using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>
/// Who is there and who works on what. Each piece of work has one lease at a time; what comes under another is not used, so nothing counts
/// twice. Work of a node that is gone is handed out again. Thread-safe.
/// </summary>
/// <param name="lease">how long a node may be silent</param>
/// <param name="time">clock</param>
internal sealed class TaskBoard(TimeSpan lease, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _sessions = [];
    private readonly LinkedList<Work> _waiting = [];
    private readonly Dictionary<long, Work> _leased = [];
    private Journal? _journal;
    private UploadRoom? _room;
    private BoardRound? _round;
    private long _nextLease;

    /// <summary>Nodes that are there.</summary>
    public IReadOnlyList<Session> Sessions
    {
        get
        {
            lock (_lock)
            {
                return [.. _sessions.Values];
            }
        }
    }

    /// <summary>Writes down in future what is delivered, and does not ask again for what was.</summary>
    /// <param name="journal">where</param>
    /// <param name="room">where deliveries wait for their turn</param>
    public void Remember(Journal journal, UploadRoom room) => (_journal, _room) = (journal, room);

    /// <summary>Lets a node in.</summary>
    public Session Admit(string name, int slots)
    {
        var session = new Session($"{Guid.NewGuid():N}", name, slots) { LastSeen = time.GetTimestamp() };
        lock (_lock)
        {
            _sessions.Add(session.Id, session);
        }

        return session;
    }

    /// <summary>The node of a session that is alive; null if there is none.</summary>
    public Session? Find(string id)
    {
        lock (_lock)
        {
            if (_sessions.GetValueOrDefault(id) is not { } session)
            {
                return null;
            }

            session.LastSeen = time.GetTimestamp();
            return session;
        }
    }

    /// <summary>A node listens now; work may wait for it, and what it was told before it may not have heard.</summary>
    public void Listen(Session session, System.Threading.Channels.Channel<Event> events)
    {
        lock (_lock)
        {
            session.Events?.Writer.TryComplete();
            session.Events = events;
            TakeBack(session);
            HandOut();
        }
    }

    /// <summary>A node's stream ended: it may come back, but what it had goes to others.</summary>
    public void Leave(Session session, System.Threading.Channels.Channel<Event> events)
    {
        lock (_lock)
        {
            if (session.Events == events)
            {
                Remove(session);
            }
        }
    }

    /// <summary>Gives up on nodes that were silent for too long.</summary>
    public void Expire()
    {
        lock (_lock)
        {
            foreach (var session in _sessions.Values.Where(session => time.GetElapsedTime(session.LastSeen) > lease).ToArray())
            {
                session.Events?.Writer.TryComplete();
                Remove(session);
            }
        }
    }

    /// <summary>Has a round's work done; returns when all of it was delivered, or the rest is not waited for any longer.</summary>
    /// <param name="work">pieces</param>
    /// <param name="stragglers">whom not to wait for; null: everybody counts</param>
    /// <param name="cancellation">work that is not done is withdrawn</param>
    /// <returns>what was not delivered</returns>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public IReadOnlyList<Work> Run(IReadOnlyList<Work> work, StragglerOptions? stragglers, CancellationToken cancellation)
    {
        var missing = work.Where(piece => !DeliverAgain(piece)).ToArray();
        var round = new BoardRound(work.Count, missing, time);
        lock (_lock)
        {
            _round = round;
            foreach (var piece in missing)
            {
                _waiting.AddLast(piece);
            }

            HandOut();
        }

        try
        {
            round.Wait(stragglers, cancellation);
        }
        finally
        {
            Withdraw();
        }

        return round.End();
    }

    /// <summary>The work of a lease, if that is still the one that counts.</summary>
    public Work? Find(Session session, long id)
    {
        lock (_lock)
        {
            return _leased.GetValueOrDefault(id) is { } work && work.Holder == session ? work : null;
        }
    }

    /// <summary>Whether a lease's work was delivered by this node in this round.</summary>
    public bool IsDone(Session session, long id)
    {
        lock (_lock)
        {
            return _round?.IsDelivered(session, id) == true;
        }
    }

    /// <summary>Delivers what came of a lease.</summary>
    /// <returns>false if the lease was lost meanwhile: nothing is used</returns>
    public bool Complete(Session session, long id, SubmitHeader header, Upload upload)
    {
        Work? work;
        BoardRound round;
        lock (_lock)
        {
            if (!_leased.TryGetValue(id, out work) || work.Holder != session)
            {
                return _round?.IsDelivered(session, id) == true;
            }

            _leased.Remove(id);
            session.Busy--;
            round = _round!;
            round.Claim(session, id, work);
            HandOut();
        }

        round.Deliver(() =>
        {
            _journal?.Add(work.Template, session.Name, header, upload);
            work.Deliver(header, upload);
        });
        return true;
    }

    /// <summary>Delivers what was delivered before this process was started.</summary>
    private bool DeliverAgain(Work work)
    {
        if (_journal?.Find(work.Template) is not { } found)
        {
            return false;
        }

        work.Deliver(found.Header, new Upload(_room!, work.Position, found.Header, found.Bytes));
        return true;
    }

    private void Remove(Session session)
    {
        _sessions.Remove(session.Id);
        session.Events = null;
        TakeBack(session);
        HandOut();
    }

    /// <summary>What a node has and did not finish goes to the front of the queue.</summary>
    private void TakeBack(Session session)
    {
        foreach (var (id, work) in _leased.Where(pair => pair.Value.Holder == session).OrderByDescending(pair => pair.Key).ToArray())
        {
            _leased.Remove(id);
            work.Holder = null;
            _waiting.AddFirst(work);
        }

        session.Busy = 0;
    }

    private void HandOut()
    {
        while (_waiting.First is { } first && FreeSession() is { } session)
        {
            _waiting.RemoveFirst();
            var work = first.Value;
            work.Holder = session;
            session.Busy++;
            var task = work.Template.Clone();
            task.Lease = ++_nextLease;
            _leased.Add(task.Lease, work);
            session.Tell(new Event { Task = task });
        }
    }

    /// <summary>The node with the most free slots.</summary>
    private Session? FreeSession() => _sessions.Values
        .Where(session => session.Events is not null && session.Busy < session.Slots)
        .MaxBy(session => session.Slots - session.Busy);

    private void Withdraw()
    {
        lock (_lock)
        {
            foreach (var work in _waiting)
            {
                work.Close();
            }

            _waiting.Clear();
            foreach (var (id, work) in _leased)
            {
                work.Holder!.Tell(new Event { Withdrawn = new Withdrawn { Lease = id } });
                work.Close();
            }

            _leased.Clear();
            foreach (var session in _sessions.Values)
            {
                session.Busy = 0;
            }
        }
    }
}
