using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Federated.Learning.Experiments;

namespace Federated.Coordinator;

/// <summary>A round on the board: what of its work is left, and what was delivered under which lease.</summary>
internal sealed class BoardRound
{
    /// <summary>How often a round with a deadline looks whether it is over.</summary>
    private static readonly TimeSpan _glance = TimeSpan.FromMilliseconds(20);

    private readonly HashSet<(Session Session, long Lease)> _delivered = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _cohort;
    private readonly IReadOnlyList<Work> _missing;
    private readonly TimeProvider _time;
    private readonly long _began;
    private Exception? _failure;
    private int _left;

    /// <param name="cohort">pieces of work in all</param>
    /// <param name="missing">those that nobody has done yet</param>
    /// <param name="time">clock</param>
    public BoardRound(int cohort, IReadOnlyList<Work> missing, TimeProvider time)
    {
        // Before any of it is handed out: the deadline is that of the work, not of whoever waits for it.
        (_cohort, _missing, _time, _left, _began) = (cohort, missing, time, missing.Count, time.GetTimestamp());
        if (missing.Count == 0)
        {
            _complete.SetResult();
        }
    }

    /// <summary>Under which attempts at its work are traced.</summary>
    public ActivityContext Trace { get; init; }

    /// <summary>Pieces that are delivered, and that are not yet.</summary>
    public (int Done, int Outstanding) Progress => (_cohort - Volatile.Read(ref _left), Volatile.Read(ref _left));

    /// <summary>Whether a lease's work was delivered by this node; the board's lock is held.</summary>
    public bool IsDelivered(Session session, long lease) => _delivered.Contains((session, lease));

    /// <summary>A lease's work is about to be delivered; the board's lock is held.</summary>
    public void Claim(Session session, long lease, Work work)
    {
        work.Claim();
        _delivered.Add((session, lease));
    }

    /// <summary>Delivers work that was claimed.</summary>
    public void Deliver(Action delivery)
    {
        try
        {
            delivery();
        }
#pragma warning disable CA1031 // Whatever the engine throws is rethrown on its own thread.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failure = error;
        }

        if (Interlocked.Decrement(ref _left) == 0)
        {
            _complete.SetResult();
        }
    }

    /// <summary>Waits until everything was delivered, or the rest is not waited for any longer.</summary>
    public void Wait(StragglerOptions? stragglers, CancellationToken cancellation)
    {
        if (stragglers is null)
        {
            _complete.Task.Wait(cancellation);
            return;
        }

        var quorum = Math.Min(stragglers.Quorum, _cohort);
        while (!_complete.Task.Wait(_glance, cancellation))
        {
            if (_time.GetElapsedTime(_began).TotalSeconds >= stragglers.Deadline && _cohort - Volatile.Read(ref _left) >= quorum)
            {
                return;
            }
        }
    }

    /// <summary>Once nobody can claim any more: what was not delivered. Whatever a delivery threw is thrown here.</summary>
    public IReadOnlyList<Work> End()
    {
        // Whoever was let in before the end still delivers.
        var late = _missing.Where(piece => !piece.IsDone).ToArray();
        SpinWait.SpinUntil(() => Volatile.Read(ref _left) == late.Length);
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return late;
    }
}
