using Federated.Protocol;

namespace Federated.Coordinator.Uploads;

/// <summary>Passes the uploads of a round on in the order of the cohort, whatever the order in which they come. Thread-safe.</summary>
/// <param name="room">where those that are early wait</param>
/// <param name="use">uses an upload, which is given back afterwards</param>
internal sealed class Turns(UploadRoom room, Action<int, SubmitHeader, Upload> use)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, (SubmitHeader Header, Upload Upload)> _early = [];
    private int _next;

    /// <summary>An upload is complete; it is used now, or when those before it were.</summary>
    public void Take(int position, SubmitHeader header, Upload upload)
    {
        lock (_lock)
        {
            _early.Add(position, (header, upload));
            while (_early.Remove(_next, out var entry))
            {
                Use(_next, entry.Header, entry.Upload);
                room.Turn(++_next);
            }
        }
    }

    /// <summary>Nothing comes any more: what waits for others is used without them.</summary>
    public void End()
    {
        lock (_lock)
        {
            foreach (var (position, entry) in _early)
            {
                Use(position, entry.Header, entry.Upload);
            }

            _early.Clear();
        }
    }

    /// <summary>What waits for others is not used.</summary>
    public void Discard()
    {
        lock (_lock)
        {
            foreach (var entry in _early.Values)
            {
                entry.Upload.Release();
            }

            _early.Clear();
        }
    }

    private void Use(int position, SubmitHeader header, Upload upload)
    {
        try
        {
            use(position, header, upload);
        }
        finally
        {
            upload.Release();
        }
    }
}
