using System.Security.Cryptography;

namespace Federated.Client;

/// <summary>Pauses between attempts, each twice as long as the last, with jitter: those who lost the same other side do not all come back at once.</summary>
/// <param name="first">the first</param>
/// <param name="longest">the longest</param>
/// <param name="time">clock</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeProvider time)
{
    private int _failures;

    /// <summary>The next one, before jitter.</summary>
    public TimeSpan Next => TimeSpan.FromTicks(Math.Min(first.Ticks << _failures, longest.Ticks));

    /// <summary>An attempt went well.</summary>
    public void Reset() => _failures = 0;

    /// <summary>Waits.</summary>
    public async Task Wait(CancellationToken cancellation)
    {
        await Task.Delay(Next * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 1000.0)), time, cancellation);
        _failures += Next < longest ? 1 : 0;
    }
}
