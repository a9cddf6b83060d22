using Federated.Attacks.Audit;
using Federated.Learning;
using Xunit;

namespace Federated.Attacks.Tests.Audit;

public sealed class AuditScheduleTests
{
    private static readonly TimeSpan _plenty = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_job_is_done_once_and_reported(int workers)
    {
        var done = new int[20];
        var reports = new List<AuditProgress>();
        var jobs = Enumerable.Range(0, done.Length).Select(i => new AuditJob($"{i}", _ => Interlocked.Increment(ref done[i]))).ToArray();

        var left = new AuditSchedule(workers, _plenty, TimeProvider.System).Run(jobs, TimeProvider.System.GetTimestamp(), new Listener(reports), CancellationToken.None);

        Assert.Empty(left);
        Assert.All(done, count => Assert.Equal(1, count));
        Assert.Equal((20, 20), (reports.Max(report => report.Done), reports[0].Jobs));
    }

    [Fact]
    public void A_refused_job_is_left_out_with_its_reason_and_the_others_go_on()
    {
        var done = false;

        var left = new AuditSchedule(1, _plenty, TimeProvider.System).Run(
            [new AuditJob("DLG", _ => throw new InputException("no gradient")), new AuditJob("IG", _ => done = true)], TimeProvider.System.GetTimestamp(), null, CancellationToken.None);

        Assert.Equal(["DLG: no gradient"], left);
        Assert.True(done);
    }

    [Fact]
    public void A_fault_ends_the_audit_with_its_message() => Assert.Equal("broken", Assert.Throws<InvalidOperationException>(() =>
        new AuditSchedule(2, _plenty, TimeProvider.System).Run([new AuditJob("a", _ => throw new NotSupportedException("broken"))], TimeProvider.System.GetTimestamp(), null, CancellationToken.None)).Message);

    [Fact]
    public void When_the_time_is_up_running_jobs_are_told_and_others_left_out()
    {
        var told = false;

        var left = new AuditSchedule(1, TimeSpan.FromMilliseconds(50), TimeProvider.System).Run(
            [new AuditJob("a", stop => told = stop.WaitHandle.WaitOne(TimeSpan.FromMinutes(1))), new AuditJob("b", _ => Assert.Fail("has no time"))], TimeProvider.System.GetTimestamp(), null, CancellationToken.None);

        Assert.True(told);
        Assert.StartsWith("b: the time of", Assert.Single(left), StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_gives_up_when_the_time_is_up_is_left_out()
    {
        var left = new AuditSchedule(1, TimeSpan.FromMilliseconds(50), TimeProvider.System).Run(
            [new AuditJob("risk", stop => { stop.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)); stop.ThrowIfCancellationRequested(); })], TimeProvider.System.GetTimestamp(), null, CancellationToken.None);

        Assert.StartsWith("risk: the time of", Assert.Single(left), StringComparison.Ordinal);
    }

    [Fact]
    public void What_planning_took_is_taken_off_the_time()
    {
        var hoursAgo = TimeProvider.System.GetTimestamp() - (2 * 3600 * TimeProvider.System.TimestampFrequency);

        var left = new AuditSchedule(1, TimeSpan.FromHours(1), TimeProvider.System).Run([new AuditJob("a", _ => Assert.Fail("has no time"))], hoursAgo, null, CancellationToken.None);

        Assert.Equal(["a: the time of 60 minutes was up"], left);
    }

    [Fact]
    public void An_interruption_leaves_out_what_has_not_begun()
    {
        using var stop = new CancellationTokenSource();

        var left = new AuditSchedule(1, _plenty, TimeProvider.System).Run([new AuditJob("a", _ => stop.Cancel()), new AuditJob("b", _ => { })], TimeProvider.System.GetTimestamp(), null, stop.Token);

        Assert.Equal(["b: interrupted"], left);
    }

    private sealed class Listener(List<AuditProgress> reports) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value)
        {
            lock (reports)
            {
                reports.Add(value);
            }
        }
    }
}
