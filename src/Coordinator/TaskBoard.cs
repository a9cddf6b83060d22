using Federated.Coordinator.Telemetry;
using Federated.Coordinator.Uploads;
using Federated.Learning.Experiments;
using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>
/// Who is there and who works on what. Each piece of work has one lease at a time; what comes under another is not used, so nothing counts
/// twice. Work of a node that is gone is handed out again. Work of a client whose samples lie with a node waits for that one. Thread-safe.
/// </summary>
/// <param name="lease">how long a node may be silent</param>
/// <param name="attendance">who is there</param>
/// <param name="owners">whose work can only go to one node</param>
/// <param name="beginning">when nodes are given work</param>
/// <param name="time">clock</param>
/// <param name="news">hears what happens</param>
internal sealed class TaskBoard(TimeSpan lease, Attendance attendance, DeviceOwners owners, RunBeginning beginning, TimeProvider time, BoardNews news)
{
    private readonly Lock _lock = new();
    private readonly WorkQueue _queue = new(attendance, owners, beginning, news);
    private Journal? _journal;
    private UploadRoom? _room;
    private BoardRound? _round;

    /// <summary>Clients whose samples lie with a node of their own.</summary>
    public DeviceOwners Owners => owners;

    /// <summary>Nodes that are there.</summary>
    public IReadOnlyList<Session> Sessions
    {
        get
        {
            lock (_lock)
            {
                return [.. attendance.Present];
            }
        }
    }

    /// <summary>Whether nodes are given no work yet.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock)
            {
                return _queue.IsHeld;
            }
        }
    }

    /// <summary>From now on nodes are given work.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _queue.Release();
        }
    }

    /// <summary>Pieces of work of the newest round that are delivered, and that are not yet.</summary>
    public (int Done, int Outstanding) Progress()
    {
        lock (_lock)
        {
            return _round?.Progress ?? default;
        }
    }

    /// <summary>Names of nodes that have not heard yet that the run is over, and of those that are expected back to hear it.</summary>
    public string[] Awaited()
    {
        lock (_lock)
        {
            return attendance.Awaited();
        }
    }

    /// <summary>Writes down in future what is delivered, and does not ask again for what was.</summary>
    /// <param name="journal">where</param>
    /// <param name="room">where deliveries wait for their turn</param>
    public void Remember(Journal journal, UploadRoom room)
    {
        lock (_lock)
        {
            (_journal, _room) = (journal, room);
            attendance.Remember(journal);
            owners.Remember(journal);
        }
    }

    /// <summary>Lets a node in.</summary>
    /// <param name="name">for logs</param>
    /// <param name="slots">tasks that it works on at the same time</param>
    /// <param name="own">clients whose samples lie with it</param>
    /// <param name="previous">the node's last session, which is over; empty: it had none</param>
    public Session Admit(string name, int slots, IReadOnlyDictionary<int, int> own, string previous)
    {
        lock (_lock)
        {
            End(previous);
            return attendance.Admit(name, slots, own);
        }
    }

    /// <summary>A node takes no more work; its session may be over already.</summary>
    /// <param name="id">its session</param>
    /// <param name="keep">what it still finishes; other work goes to others. Empty: the session is over</param>
    public void Part(string id, IReadOnlyCollection<long> keep)
    {
        lock (_lock)
        {
            if (keep.Count == 0 || attendance.Find(id) is not { } session)
            {
                End(id);
                return;
            }

            BoardLog.Leaving(news.Log, session.Name, keep.Count);
            session.IsLeaving = true;
            _queue.TakeBack(session, keep);
        }
    }

    /// <summary>The node of a session that is alive; null if there is none.</summary>
    public Session? Find(string id)
    {
        lock (_lock)
        {
            return attendance.Find(id);
        }
    }

    /// <summary>A node listens now; work may wait for it, and what it was told before it may not have heard.</summary>
    public void Listen(Session session, System.Threading.Channels.Channel<Event> events)
    {
        lock (_lock)
        {
            session.Events?.Writer.TryComplete();
            if (owners.Refusal(session.Name, session.Own.Keys) is not null)
            {
                // Another node was faster: this one hears why when it joins again.
                events.Writer.TryComplete();
                return;
            }

            owners.Claim(session);
            session.Events = events;
            _queue.Recall(session);
            _queue.TakeBack(session, keep: []);
        }
    }

    /// <summary>A node's stream ended: it may come back, but what it had goes to others.</summary>
    public void Leave(Session session, System.Threading.Channels.Channel<Event> events)
    {
        lock (_lock)
        {
            if (session.Events == events)
            {
                Remove(session, Parting.Lost);
            }
        }
    }

    /// <summary>Gives up on nodes that were silent for too long.</summary>
    public void Expire()
    {
        lock (_lock)
        {
            foreach (var session in attendance.Silent(lease))
            {
                Remove(session, Parting.Lost);
            }

            attendance.GiveUp();
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
        using var span = TaskTraces.Round(work.Count > 0 ? work[0].Template.Round : 0);
        var round = new BoardRound(work.Count, missing, time) { Trace = span?.Context ?? default };
        lock (_lock)
        {
            _round = round;
            _queue.Add(missing, round.Trace);
        }

        try
        {
            round.Wait(stragglers, cancellation);
        }
        finally
        {
            lock (_lock)
            {
                _queue.Withdraw();
            }
        }

        var late = round.End();
        _queue.NameLate(late);
        return late;
    }

    /// <summary>The work of a lease, if that is still the one that counts.</summary>
    public Work? Find(Session session, long id)
    {
        lock (_lock)
        {
            return _queue.Find(session, id);
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
        Work work;
        BoardRound round;
        lock (_lock)
        {
            if (_queue.Find(session, id) is not { } found)
            {
                return _round?.IsDelivered(session, id) == true;
            }

            (work, round) = (found, _round!);
            round.Claim(session, id, work);
            _queue.Finish(session, id);
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

    private void End(string id)
    {
        if (attendance.Find(id) is { } session)
        {
            Remove(session, Parting.Left);
        }

        attendance.Forget(id);
    }

    private void Remove(Session session, Parting parting)
    {
        news.Left(session);
        attendance.Remove(session, parting);
        session.Events?.Writer.TryComplete();
        session.Events = null;
        _queue.TakeBack(session, keep: []);
    }
}
