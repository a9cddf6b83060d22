namespace Federated.Client.Peers;

/// <summary>
/// How long a host waits for a neighbour: the median of its last waits and six times their median absolute deviation, so that a slow link is given its time and
/// a fast one that stands still is noticed. Between two seconds and what the experiment says. Not thread-safe.
/// </summary>
/// <param name="longest">what the experiment says</param>
internal sealed class LinkDeadline(TimeSpan longest)
{
    private const int Window = 32;
    private const double Deviations = 6.0;

    private readonly Queue<double> _waits = new();

    /// <summary>Never less, unless the experiment says so.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromSeconds(2);

    /// <summary>From now on.</summary>
    public TimeSpan Current
    {
        get
        {
            if (_waits.Count == 0)
            {
                return longest;
            }

            var median = Median(_waits);
            var seconds = median + (Deviations * Median(_waits.Select(wait => Math.Abs(wait - median))));
            return TimeSpan.FromSeconds(Math.Min(Math.Max(seconds, Shortest.TotalSeconds), longest.TotalSeconds));
        }
    }

    /// <summary>A step was there after so long.</summary>
    public void Observe(TimeSpan wait)
    {
        _waits.Enqueue(wait.TotalSeconds);
        if (_waits.Count > Window)
        {
            _waits.Dequeue();
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
