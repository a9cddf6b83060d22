using Federated.Learning;

namespace Federated.Attacks.Audit;

/// <summary>Does jobs on several threads, the important ones first, until they are done or the time is up.</summary>
/// <param name="workers">threads</param>
/// <param name="budget">time for all of it</param>
/// <param name="time">clock</param>
internal sealed class AuditSchedule(int workers, TimeSpan budget, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<string> _left = [];
    private int _next;
    private int _done;

    /// <summary>Runs the jobs.</summary>
    /// <param name="jobs">in the order in which they begin</param>
    /// <param name="begin">when the time began to run, by the clock: what was planned before is taken off it</param>
    /// <param name="progress">called from the workers' threads</param>
    /// <param name="stop">ends all of it early: what has not begun is left out</param>
    /// <returns>what was left out or refused, each with its reason</returns>
    public IReadOnlyList<string> Run(IReadOnlyList<AuditJob> jobs, long begin, IProgress<AuditProgress>? progress, CancellationToken stop)
    {
        var left = budget - time.GetElapsedTime(begin);
        using var deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        Exception? failure = null;
        var threads = Enumerable.Range(0, workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"audit {i}" }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failure is not null)
        {
            throw new InvalidOperationException(failure.Message, failure);
        }

        return _left;

        string Ended() => stop.IsCancellationRequested ? "interrupted" : $"the time of {budget.TotalMinutes:0.##} minutes was up";

        void Work()
        {
            while (Take(jobs) is { } job)
            {
                if (either.IsCancellationRequested)
                {
                    Leave(job, Ended());
                    continue;
                }

                progress?.Report(new AuditProgress(_done, jobs.Count, job.Name, time.GetElapsedTime(begin).TotalSeconds));
                try
                {
                    job.Work(either.Token);
                }
                catch (InputException refusal)
                {
                    Leave(job, refusal.Message);
                }
                catch (OperationCanceledException) when (either.IsCancellationRequested)
                {
                    Leave(job, Ended());
                }
#pragma warning disable CA1031 // Carried to the caller's thread; the other workers finish what they are at.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    failure ??= error;
                    _next = jobs.Count;
                }

                progress?.Report(new AuditProgress(Interlocked.Increment(ref _done), jobs.Count, job.Name, time.GetElapsedTime(begin).TotalSeconds));
            }
        }
    }

    private AuditJob? Take(IReadOnlyList<AuditJob> jobs)
    {
        lock (_lock)
        {
            return _next < jobs.Count ? jobs[_next++] : null;
        }
    }

    private void Leave(AuditJob job, string reason)
    {
        lock (_lock)
        {
            _left.Add($"{job.Name}: {reason}");
        }
    }
}
