using System.Runtime.InteropServices;

namespace Federated.Coordinator.Uploads;

/// <summary>
/// Room for uploads: a few buffers that are used again and again, so that memory does not grow with the number of clients. Those whose turn is next have
/// one each. Others wait, and their nodes with them; if turns do not go on (the next update is still computed, or comes slowly), bytes go to disk. Thread-safe.
/// </summary>
/// <param name="folder">where files may be made</param>
/// <param name="floats">length of a buffer: the longest upload</param>
/// <param name="capacity">uploads that may lie in memory</param>
/// <param name="time">clock</param>
internal sealed class UploadRoom(string folder, int floats, int capacity, TimeProvider time)
{
    /// <summary>Buffers that there may be, however large.</summary>
    private const int Fewest = 4;

    /// <summary>Bytes that buffers may have together, if they are more than <see cref="Fewest"/>.</summary>
    private const long Plenty = 64L << 20;

    /// <summary>How long turns may stand still before uploads go to disk.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Stack<float[]> _free = [];
    private readonly PriorityQueue<TaskCompletionSource<UploadPlace>, int> _waiting = new();
    private int _next;
    private long _since = time.GetTimestamp();
    private float[]? _read;

    /// <summary>Buffers that were made.</summary>
    public int Buffers { get; private set; }

    /// <summary>Uploads that went to disk.</summary>
    public int Files { get; private set; }

    /// <summary>One for uploads of a run.</summary>
    /// <param name="folder">the run's</param>
    /// <param name="floats">length of the longest</param>
    /// <param name="time">clock</param>
    public static UploadRoom For(string folder, int floats, TimeProvider time) =>
        new(folder, floats, (int)Math.Max(Fewest, Plenty / Math.Max(1L, (long)floats * sizeof(float))), time);

    /// <summary>It is the turn of an upload now; a round begins with the first.</summary>
    /// <param name="next">its position in the cohort</param>
    public void Turn(int next)
    {
        lock (_lock)
        {
            (_next, _since) = (next, time.GetTimestamp());
            while (_waiting.TryPeek(out var waiting, out var position) && IsNear(position))
            {
                _waiting.Dequeue();
                var place = TakeBuffer();
                if (!waiting.TrySetResult(place))
                {
                    place.Dispose();
                }
            }
        }
    }

    /// <summary>A place for an upload, as soon as there is one.</summary>
    /// <param name="position">of its client in the cohort</param>
    public async Task<UploadPlace> EnterAsync(int position)
    {
        var waiting = new TaskCompletionSource<UploadPlace>(TaskCreationOptions.RunContinuationsAsynchronously);
        TimeSpan patience;
        lock (_lock)
        {
            patience = Patience - time.GetElapsedTime(_since);
            if (IsNear(position) || patience <= TimeSpan.Zero)
            {
                return Enter(position);
            }

            _waiting.Enqueue(waiting, position);
        }

        try
        {
            return await waiting.Task.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            // Unless it was given one at this moment.
            return waiting.TrySetCanceled() ? EnterNow(position) : await waiting.Task;
        }
    }

    /// <summary>A place for an upload, at once.</summary>
    /// <param name="position">of its client in the cohort</param>
    public UploadPlace EnterNow(int position)
    {
        lock (_lock)
        {
            return Enter(position);
        }
    }

    /// <summary>A buffer is free again.</summary>
    public void Return(float[] buffer)
    {
        lock (_lock)
        {
            _free.Push(buffer);
        }
    }

    /// <summary>Reads an upload from disk; one at a time: the next call uses the same memory.</summary>
    public float[] Read(UploadPlace place)
    {
        _read ??= GC.AllocateUninitializedArray<float>(floats);
        place.Read(MemoryMarshal.AsBytes(_read.AsSpan()));
        return _read;
    }

    private bool IsNear(int position) => position < (long)_next + capacity;

    private UploadPlace Enter(int position)
    {
        if (IsNear(position))
        {
            return TakeBuffer();
        }

        Files++;
        return new FilePlace(Path.Combine(folder, $"upload-{Guid.NewGuid():N}"));
    }

    private MemoryPlace TakeBuffer()
    {
        if (_free.TryPop(out var free))
        {
            return new MemoryPlace(this, free);
        }

        Buffers++;
        return new MemoryPlace(this, GC.AllocateUninitializedArray<float>(floats));
    }
}
