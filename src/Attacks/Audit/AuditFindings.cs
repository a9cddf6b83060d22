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

    /// <summary>Adds a trial.</summary>
    /// <param name="place">of the job in the plan</param>
    /// <param name="result">what came out</param>
    /// <param name="pictures">to show of it</param>
    /// <param name="price">test accuracy with the defence, and what it took off; null: not measured</param>
    public void Add(int place, TrialResult result, IReadOnlyList<AuditPicture> pictures, (double Accuracy, double Lost)? price = null) => Add(place, audit => audit with
    {
        Rows = [.. audit.Rows, result.Row with { Accuracy = price?.Accuracy, AccuracyLost = price?.Lost }],
        Pictures = [.. audit.Pictures, .. pictures],
    });

    /// <summary>The file with all that was found.</summary>
    public AuditFile Write(AuditFile audit)
    {
        lock (_lock)
        {
            return _byPlace.Values.SelectMany(writes => writes).Aggregate(audit, (current, write) => write(current));
        }
    }
}
