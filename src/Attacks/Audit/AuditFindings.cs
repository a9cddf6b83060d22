namespace Federated.Attacks.Audit;

/// <summary>Collects what jobs find, in the order of the plan and not of the clock.</summary>
internal sealed class AuditFindings
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, List<Func<AuditFile, AuditFile>>> _byPlace = [];

    /// <summary>Adds what a job found.</summary>
    /// <param name="place">of the job in the plan</param>
    /// <param name="write">puts it into the file</param>
    public void Add(int place, Func<AuditFile, AuditFile> write)
    {
        lock (_lock)
        {
            if (!_byPlace.TryGetValue(place, out var writes))
            {
                _byPlace[place] = writes = [];
            }

            writes.Add(write);
        }
    }

    /// <summary>The file with all that was found.</summary>
    public AuditFile Write(AuditFile audit)
    {
        lock (_lock)
        {
            return _byPlace.Values.SelectMany(writes => writes).Aggregate(audit, (current, write) => write(current));
        }
    }
}
