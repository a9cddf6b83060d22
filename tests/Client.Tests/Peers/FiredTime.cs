namespace Federated.Client.Tests.Peers;

/// <summary>A clock that stands still; its timers go off when a test says so.</summary>
internal sealed class FiredTime : TimeProvider
{
    private readonly List<Fired> _timers = [];

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Fired(this, callback, state);
        lock (_timers)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>All that are pending go off.</summary>
    public void Fire()
    {
        Fired[] due;
        lock (_timers)
        {
            due = [.. _timers];
        }

        Array.ForEach(due, timer => timer.Go());
    }

    private sealed class Fired(FiredTime time, TimerCallback callback, object? state) : ITimer
    {
        public void Go() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (time._timers)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
