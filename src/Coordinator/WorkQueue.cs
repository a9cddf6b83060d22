using System.Diagnostics;
using Federated.Coordinator.Telemetry;
using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>Work of a round that waits, and who has the rest under which lease. Guarded by the lock of the board.</summary>
/// <param name="attendance">who is there</param>
/// <param name="owners">whose work can only go to one node</param>
/// <param name="beginning">whether work is held back until <see cref="Release"/></param>
/// <param name="news">hears what happens</param>
internal sealed class WorkQueue(Attendance attendance, DeviceOwners owners, RunBeginning beginning, BoardNews news)
{
    private readonly LinkedList<Work> _waiting = [];
    private readonly Dictionary<long, Work> _leased = [];
    private long _nextLease;
    private ActivityContext _trace;
    private bool _isHeld = beginning == RunBeginning.WhenAsked;

    /// <summary>Whether nodes are given no work yet.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>From now on nodes are given work.</summary>
    public void Release()
    {
        _isHeld = false;
        HandOut();
    }

    /// <summary>Work to hand out.</summary>
    /// <param name="work">pieces</param>
    /// <param name="trace">span of their round</param>
    public void Add(IReadOnlyList<Work> work, ActivityContext trace)
    {
        _trace = trace;
        foreach (var piece in work)
        {
            _waiting.AddLast(piece);
        }

        HandOut();
        NameMissing(work);
    }

    /// <summary>The work of a lease, if that is still the one that counts.</summary>
    public Work? Find(Session session, long lease) =>
        _leased.GetValueOrDefault(lease) is { } work && work.Holder == session ? work : null;

    /// <summary>A node has done the work of a lease, and may have more.</summary>
    public void Finish(Session session, long lease)
    {
        _leased.Remove(lease, out var work);
        session.Busy--;
        TaskTraces.End(work?.Span, "delivered");
        HandOut();
    }

    /// <summary>What a node has, did not finish and does not keep goes to the front of the queue, and to others; a node that listens may have more.</summary>
    public void TakeBack(Session session, IReadOnlyCollection<long> keep)
    {
        var taken = _leased.Where(pair => pair.Value.Holder == session && !keep.Contains(pair.Key)).OrderByDescending(pair => pair.Key).ToArray();
        foreach (var (lease, work) in taken)
        {
            TakeBack(lease, work);
        }

        news.Lost(session, [.. taken.Select(pair => pair.Value)]);
        HandOut();
        NameMissing(taken.Select(pair => pair.Value));
    }

    /// <summary>Takes the work of a node's own clients away from others, and tells them.</summary>
    public void Recall(Session owner)
    {
        foreach (var (lease, work) in _leased.Where(pair => owner.Own.ContainsKey(pair.Value.Template.Client) && pair.Value.Holder != owner).ToArray())
        {
            work.Holder!.Tell(new Event { Withdrawn = new Withdrawn { Lease = lease } });
            TakeBack(lease, work);
        }
    }

    /// <summary>Forgets all work, and tells those who are at it.</summary>
    public void Withdraw()
    {
        foreach (var work in _waiting)
        {
            work.Close();
        }

        _waiting.Clear();
        foreach (var (lease, work) in _leased)
        {
            TaskTraces.End(work.Span, "withdrawn");
            work.Holder!.Tell(new Event { Withdrawn = new Withdrawn { Lease = lease } });
            work.Holder.Busy--;
            work.Close();
        }

        _leased.Clear();
    }

    /// <summary>Says of work that a round ends without which nodes it did not wait for.</summary>
    public void NameLate(IReadOnlyList<Work> work)
    {
        foreach (var task in work.Select(piece => piece.Template).Where(task => owners.Owns(task.Client)))
        {
            BoardLog.Missed(news.Log, task.Round, owners.Describe(task.Client), task.Client);
        }
    }

    private void TakeBack(long lease, Work work)
    {
        _leased.Remove(lease);
        work.Holder!.Busy--;
        work.Holder = null;
        TaskTraces.End(work.Span, "lost");
        _waiting.AddFirst(work);
    }

    private void HandOut()
    {
        if (_isHeld)
        {
            return;
        }

        var allBusy = false;
        for (var place = _waiting.First; place is not null && !(allBusy && !owners.Any);)
        {
            var (current, client) = (place, place.Value.Template.Client);
            place = place.Next;
            var owned = owners.Owns(client);
            if ((owned || !allBusy) && FreeSession(client, owned) is { } session)
            {
                _waiting.Remove(current);
                Lease(current.Value, session);
            }
            else
            {
                allBusy |= !owned;
            }
        }
    }

    private void Lease(Work work, Session session)
    {
        work.Holder = session;
        session.Busy++;
        var task = work.Template.Clone();
        task.Lease = ++_nextLease;
        _leased.Add(task.Lease, work);
        work.Span = TaskTraces.Task(_trace, task, session.Name);
        task.Trace = work.Span?.Id ?? "";
        session.Tell(new Event { Task = task });
    }

    /// <summary>The node with the most free slots, among those that have the client's samples.</summary>
    private Session? FreeSession(int client, bool owned) => attendance.Present
        .Where(session => session.IsFree && (owned ? session.Own.ContainsKey(client) : session.Own.Count == 0))
        .MaxBy(session => session.Slots - session.Busy);

    /// <summary>Says of waiting work whose node is not there whom it waits for.</summary>
    private void NameMissing(IEnumerable<Work> work)
    {
        foreach (var task in work.Where(piece => piece.Holder is null).Select(piece => piece.Template).Where(task => owners.Owns(task.Client)))
        {
            if (!attendance.Present.Any(session => session.Events is not null && session.Own.ContainsKey(task.Client)))
            {
                BoardLog.Waiting(news.Log, task.Round, owners.Describe(task.Client), task.Client);
            }
        }
    }
}
