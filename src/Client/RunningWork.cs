using Grpc.Core;

namespace Federated.Client;

/// <summary>What a node is at: each lease can be given up by itself, and all of them can be waited for. Thread-safe.</summary>
internal sealed class RunningWork
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Piece> _pieces = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;

    /// <summary>Ends once no more work is let in and all of it is done.</summary>
    public Task Idle => _idle.Task;

    /// <summary>Does the work of a lease, unless no more is let in.</summary>
    /// <param name="lease">names it</param>
    /// <param name="work">is given a token that is cancelled when the work is given up, and what it calls when it cannot be given to others any more without loss</param>
    /// <param name="cancellation">gives up everything</param>
    public async Task Do(long lease, Func<CancellationToken, Action, Task> work, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _pieces.Add(lease, new Piece(end));
        }

        try
        {
            await work(end.Token, () => Begin(lease, end.Token));
        }
        catch (Exception error) when (end.IsCancellationRequested && !cancellation.IsCancellationRequested && error is OperationCanceledException or RpcException)
        {
            // It was withdrawn, or handed back.
        }
        finally
        {
            Remove(lease);
        }
    }

    /// <summary>Gives up the work of a lease.</summary>
    /// <returns>whether there was any</returns>
    public bool Withdraw(long lease)
    {
        lock (_lock)
        {
            var piece = _pieces.GetValueOrDefault(lease);

            // What waits for the token goes on elsewhere, not under this lock.
            _ = piece?.End.CancelAsync();
            return piece is not null;
        }
    }

    /// <summary>Lets no more work in, and gives up what was not begun.</summary>
    /// <returns>leases of the rest</returns>
    public long[] Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var piece in _pieces.Values.Where(piece => !piece.IsBegun))
            {
                _ = piece.End.CancelAsync();
            }

            FinishIfIdle();
            return [.. _pieces.Where(pair => pair.Value.IsBegun).Select(pair => pair.Key)];
        }
    }

    private void Begin(long lease, CancellationToken cancellation)
    {
        lock (_lock)
        {
            cancellation.ThrowIfCancellationRequested();
            _pieces[lease].IsBegun = true;
        }
    }

    private void Remove(long lease)
    {
        lock (_lock)
        {
            _pieces.Remove(lease);
            FinishIfIdle();
        }
    }

    private void FinishIfIdle()
    {
        if (_isClosed && _pieces.Count == 0)
        {
            _idle.TrySetResult();
        }
    }

    private sealed class Piece(CancellationTokenSource end)
    {
        public CancellationTokenSource End => end;

        public bool IsBegun { get; set; }
    }
}
