namespace Federated.Coordinator.Admission;

/// <summary>
/// Who shows wrong tokens has to wait, twice as long each time: guessing is slow, and fills no log. All of an address wait, also those who know a
/// token: to let them through would tell a guesser that a guess was right. Thread-safe.
/// </summary>
/// <param name="free">wrong tokens without a consequence</param>
/// <param name="longest">longest wait</param>
/// <param name="time">clock</param>
internal sealed class WrongTokens(int free, TimeSpan longest, TimeProvider time)
{
    /// <summary>Without a wrong token for so long an address has a clean sheet.</summary>
    private static readonly TimeSpan _memory = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Sheet> _sheets = [];

    /// <summary>How long an address still has to wait; null: not at all.</summary>
    public TimeSpan? Wait(string address)
    {
        lock (_lock)
        {
            if (!_sheets.TryGetValue(address, out var sheet))
            {
                return null;
            }

            var left = Pause(sheet.Count) - time.GetElapsedTime(sheet.Last);
            return left > TimeSpan.Zero ? left : null;
        }
    }

    /// <summary>An address has shown a wrong token.</summary>
    public void Add(string address)
    {
        lock (_lock)
        {
            foreach (var old in _sheets.Where(pair => time.GetElapsedTime(pair.Value.Last) > _memory).Select(pair => pair.Key).ToArray())
            {
                _sheets.Remove(old);
            }

            // Whoever has so many addresses is not slowed down by this; the memory stays bounded.
            if (_sheets.Count >= AddressBudget.Most)
            {
                _sheets.Clear();
            }

            _sheets[address] = new Sheet(_sheets.GetValueOrDefault(address).Count + 1, time.GetTimestamp());
        }
    }

    private TimeSpan Pause(int count)
    {
        var doublings = Math.Min(count - free - 1, 30);
        return doublings < 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, doublings), longest.TotalSeconds));
    }

    private readonly record struct Sheet(int Count, long Last);
}
