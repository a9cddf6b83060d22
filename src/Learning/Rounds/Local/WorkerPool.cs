using System.Runtime.ExceptionServices;

namespace Federated.Learning.Rounds;

/// <summary>Resident threads, each with a context of its own that lives as long as the pool.</summary>
/// <typeparam name="TContext">what a worker owns: buffers, oracles</typeparam>
public sealed class WorkerPool<TContext> : IDisposable
    where TContext : class, IDisposable
{
    private readonly Thread[] _threads;
    private readonly Lock _lock = new();
    private readonly Barrier _start;
    private readonly Barrier _end;
    private Action<TContext>? _begin;
    private Action<TContext, int>? _body;
    private int _count;
    private int _next;
    private bool _stopping;
    private (int Item, Exception Error)? _failure;

    /// <summary>Starts the threads; contexts are made on them, on first use.</summary>
    /// <param name="workers">number of threads</param>
    /// <param name="create">makes a worker's context</param>
    public WorkerPool(int workers, Func<TContext> create)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        _start = new Barrier(workers + 1);
        _end = new Barrier(workers + 1);
        _threads = [.. Enumerable.Range(0, workers).Select(i => StartThread(i, create))];
    }

    /// <summary>Number of threads.</summary>
    public int Workers => _threads.Length;

    /// <summary>Runs <paramref name="body"/> once per item, items handed out in ascending order; returns when all are done.</summary>
    /// <param name="count">number of items</param>
    /// <param name="begin">runs once per worker, before its first item</param>
    /// <param name="body">runs once per item</param>
    /// <exception cref="Exception">The first failing item's exception; items not yet started are not run.</exception>
    public void ForEach(int count, Action<TContext> begin, Action<TContext, int> body)
    {
        (_begin, _body, _count, _next, _failure) = (begin, body, count, 0, null);
        _start.SignalAndWait();
        _end.SignalAndWait();
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure.Error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        _start.SignalAndWait();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _start.Dispose();
        _end.Dispose();
    }

    private Thread StartThread(int index, Func<TContext> create)
    {
        // Autograd's closures and C# frames are shallow; the default stack is enough.
        var thread = new Thread(() => Work(create)) { IsBackground = true, Name = $"worker {index}" };
        thread.Start();
        return thread;
    }

    private void Work(Func<TContext> create)
    {
        TContext? context = null;
        while (true)
        {
            _start.SignalAndWait();
            if (_stopping)
            {
                context?.Dispose();
                return;
            }

            context = RunItems(context, create);
            _end.SignalAndWait();
        }
    }

    private TContext? RunItems(TContext? context, Func<TContext> create)
    {
        var item = -1;
        try
        {
            item = TakeItem();
            if (item < 0)
            {
                return context;
            }

            context ??= create();
            _begin!(context);
            for (; item >= 0; item = TakeItem())
            {
                _body!(context, item);
            }
        }
#pragma warning disable CA1031 // Whatever an item throws is carried to the caller's thread and rethrown there.
        catch (Exception error)
#pragma warning restore CA1031
        {
            lock (_lock)
            {
                if (_failure is null || item < _failure.Value.Item)
                {
                    _failure = (item, error);
                }

                _next = _count;
            }
        }

        return context;
    }

    private int TakeItem()
    {
        lock (_lock)
        {
            return _next < _count ? _next++ : -1;
        }
    }
}
