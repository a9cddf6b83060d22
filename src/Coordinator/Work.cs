using System.Diagnostics;
using Federated.Coordinator.Uploads;
using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>One client's part of one round, until somebody has done it.</summary>
/// <param name="template">the task; its lease is set when it is handed out</param>
/// <param name="position">index of the client in the cohort</param>
/// <param name="accepts">says what is wrong with a submission's sizes; null: nothing</param>
/// <param name="deliver">takes what came of it, and gives the upload back when it was used</param>
internal sealed class Work(ProtocolTask template, int position, Func<SubmitHeader, string?> accepts, Action<SubmitHeader, Upload> deliver)
{
    private readonly Lock _lock = new();
    private Upload? _upload;
    private bool _isClosed;

    /// <summary>The task without a lease.</summary>
    public ProtocolTask Template => template;

    /// <summary>Index of the client in the cohort.</summary>
    public int Position => position;

    /// <summary>Who is at it; what a former holder had sent is forgotten.</summary>
    public Session? Holder
    {
        get;
        set
        {
            lock (_lock)
            {
                _upload?.Release();
                (field, _upload) = (value, null);
            }
        }
    }

    /// <summary>Bytes of its holder's submission that have arrived.</summary>
    public long Received
    {
        get
        {
            lock (_lock)
            {
                return _upload?.Received ?? 0;
            }
        }
    }

    /// <summary>Traces the attempt that is under way; null: nobody traces.</summary>
    public Activity? Span { get; set; }

    /// <summary>Whether a node has done it.</summary>
    public bool IsDone { get; private set; }

    /// <summary>What is wrong with a submission's sizes; null: nothing.</summary>
    public string? Refusal(SubmitHeader header) => accepts(header);

    /// <summary>The submission that a header announces: one whose connection broke goes on where it stopped.</summary>
    /// <param name="header">its sizes are right</param>
    /// <param name="room">where its bytes may lie</param>
    /// <param name="cancellation">the caller does not wait any longer</param>
    /// <returns>null if none is wanted any more</returns>
    public async Task<Upload?> OpenAsync(SubmitHeader header, UploadRoom room, CancellationToken cancellation)
    {
        Upload upload;
        lock (_lock)
        {
            if (_isClosed)
            {
                return null;
            }

            if (_upload?.Fits(header) != true)
            {
                _upload?.Release();
                _upload = new Upload(room, position, header);
            }

            upload = _upload;
        }

        await upload.Ready.WaitAsync(cancellation);
        return upload;
    }

    /// <summary>Forgets a submission that is damaged.</summary>
    public void Forget(Upload upload)
    {
        lock (_lock)
        {
            upload.Release();
            _upload = _upload == upload ? null : _upload;
        }
    }

    /// <summary>A submission is the one that counts: it belongs to whoever it is delivered to, and there is no other.</summary>
    public void Claim()
    {
        lock (_lock)
        {
            (IsDone, _isClosed, _upload) = (true, true, null);
        }
    }

    /// <summary>Nothing of it is wanted any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _upload?.Release();
            _upload = null;
        }
    }

    /// <summary>Passes on what came of it.</summary>
    public void Deliver(SubmitHeader header, Upload upload) => deliver(header, upload);
}
