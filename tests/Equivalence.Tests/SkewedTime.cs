namespace Federated.Equivalence.Tests;

/// <summary>The system's clock, and more: timers run as usual, timestamps can be moved on.</summary>
internal sealed class SkewedTime : TimeProvider
{
    private long _ahead;

    public override long GetTimestamp() => System.GetTimestamp() + Volatile.Read(ref _ahead);

    /// <summary>So much time has passed.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, (long)(time.TotalSeconds * TimestampFrequency));
}
