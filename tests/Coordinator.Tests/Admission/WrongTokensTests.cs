using Federated.Coordinator.Admission;
using Xunit;

namespace Federated.Coordinator.Tests.Admission;

/// <summary>Who guesses tokens waits.</summary>
public sealed class WrongTokensTests
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();

    [Fact]
    public void Each_wrong_token_after_the_free_ones_doubles_the_wait_up_to_the_longest()
    {
        var wrong = new WrongTokens(free: 2, _longest, _time);
        double?[] waits = [.. Enumerable.Range(0, 8).Select(_ =>
        {
            wrong.Add("a");
            return wrong.Wait("a")?.TotalSeconds;
        })];

        Assert.Equal([null, null, 1, 2, 4, 8, 10, 10], waits);
    }

    [Fact]
    public void A_wait_passes_and_others_do_not_wait()
    {
        var wrong = new WrongTokens(free: 0, _longest, _time);
        wrong.Add("a");

        Assert.Null(wrong.Wait("b"));
        Assert.NotNull(wrong.Wait("a"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(wrong.Wait("a"));
    }

    [Fact]
    public void An_address_that_was_quiet_for_long_begins_anew()
    {
        var wrong = new WrongTokens(free: 1, _longest, _time);
        wrong.Add("a");
        wrong.Add("a");
        wrong.Add("a");
        _time.Advance(TimeSpan.FromMinutes(11));
        wrong.Add("a");

        Assert.Null(wrong.Wait("a"));
    }

    [Fact]
    public void Any_number_of_wrong_tokens_has_a_wait()
    {
        var wrong = new WrongTokens(free: 0, TimeSpan.FromDays(36_500), _time);
        for (var i = 0; i < 100; i++)
        {
            wrong.Add("a");
        }

        Assert.InRange(wrong.Wait("a")!.Value, TimeSpan.FromDays(1), TimeSpan.FromDays(36_500));
    }
}
