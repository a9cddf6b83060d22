namespace Federated.Coordinator.Admission;

/// <summary>
/// How often an address may do something: a bucket of tokens for each that fills up again. (The limiters of System.Threading.RateLimiting read a
/// clock of their own, which tests cannot move.) Thread-safe.
/// </summary>
/// <param name="burst">times in a row, after a pause</param>
/// <param name="perSecond">times a second that come back</param>
/// <param name="time">clock</param>
internal sealed class AddressBudget(int burst, double perSecond, TimeProvider time)
{
    /// <summary>Addresses that are remembered: who has many of them must not fill the memory.</summary>
    internal const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Bucket> _buckets = [];

    /// <summary>Takes one.</summary>
    /// <returns>how long to wait for the next, if none is left</returns>
    public TimeSpan? Take(string address)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var left = _buckets.TryGetValue(address, out var bucket) ? Filled(bucket, now) : burst;
            if (left < 1)
            {
                return TimeSpan.FromSeconds((1 - left) / perSecond);
            }

            MakeRoom(now);
            _buckets[address] = new Bucket(left - 1, now);
            return null;
        }
    }

    private double Filled(Bucket bucket, long now) => Math.Min(burst, bucket.Left + (perSecond * time.GetElapsedTime(bucket.Since, now).TotalSeconds));

    /// <summary>Full buckets are like none; if there are too many others, all begin anew.</summary>
    private void MakeRoom(long now)
    {
        if (_buckets.Count < Most)
        {
            return;
        }

        foreach (var address in _buckets.Where(pair => Filled(pair.Value, now) >= burst).Select(pair => pair.Key).ToArray())
        {
            _buckets.Remove(address);
        }

        if (_buckets.Count >= Most)
        {
            _buckets.Clear();
        }
    }

    private readonly record struct Bucket(double Left, long Since);
}
