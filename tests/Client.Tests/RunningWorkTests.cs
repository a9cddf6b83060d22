using Xunit;

namespace Federated.Client.Tests;

/// <summary>Each piece of work is given up by itself, and who stops waits for what was begun only.</summary>
public sealed class RunningWorkTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly RunningWork _work = new();

    [Fact]
    public async Task Withdrawn_work_is_given_up_and_other_work_goes_on()
    {
        var gate = new TaskCompletionSource();
        var withdrawn = Do(1, gate.Task);
        var other = Do(2, gate.Task);

        Assert.True(_work.Withdraw(1));
        await withdrawn.WaitAsync(_patience);
        Assert.False(other.IsCompleted);
        Assert.False(_work.Withdraw(1));

        gate.SetResult();
        await other.WaitAsync(_patience);
    }

    [Fact]
    public async Task Work_that_was_not_begun_is_handed_back_by_who_stops()
    {
        var gate = new TaskCompletionSource();
        var begun = Do(1, gate.Task, begins: true);
        var waiting = Do(2, gate.Task);

        Assert.Equal([1], _work.Close());
        await waiting.WaitAsync(_patience);
        Assert.False(_work.Idle.IsCompleted);

        gate.SetResult();
        await begun.WaitAsync(_patience);
        await _work.Idle.WaitAsync(_patience);
    }

    [Fact]
    public async Task Nothing_is_let_in_after_that()
    {
        _work.Close();
        var ran = false;
        await _work.Do(1, (_, _) => Task.FromResult(ran = true), CancellationToken.None);

        Assert.False(ran);
        await _work.Idle.WaitAsync(_patience);
    }

    [Fact]
    public async Task Work_that_was_withdrawn_does_not_begin()
    {
        var reached = false;
        var gate = new TaskCompletionSource();
        var work = _work.Do(1, async (_, begin) =>
        {
            await gate.Task;
            begin();
            reached = true;
        }, CancellationToken.None);
        _work.Withdraw(1);
        gate.SetResult();
        await work.WaitAsync(_patience);

        Assert.False(reached);
    }

    [Fact]
    public async Task What_goes_wrong_with_work_is_not_hidden() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _work.Do(1, (_, _) => throw new InvalidOperationException(), CancellationToken.None));

    private Task Do(long lease, Task gate, bool begins = false) => _work.Do(
        lease,
        async (cancellation, begin) =>
        {
            if (begins)
            {
                begin();
            }

            await gate.WaitAsync(cancellation);
        },
        CancellationToken.None);
}
