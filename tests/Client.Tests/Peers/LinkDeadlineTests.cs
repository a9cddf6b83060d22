using Federated.Client.Peers;
using Xunit;

namespace Federated.Client.Tests.Peers;

/// <summary>A link is given as long as it takes as a rule, and not much longer.</summary>
public sealed class LinkDeadlineTests
{
    private readonly LinkDeadline _deadline = new(TimeSpan.FromSeconds(60));

    [Fact]
    public void Nothing_is_known_of_a_new_link() => Assert.Equal(TimeSpan.FromSeconds(60), _deadline.Current);

    [Fact]
    public void It_is_the_median_and_six_deviations()
    {
        Observe(10, 12, 11, 13, 9);

        // Median 11, deviations 1 1 0 2 2 with median 1.
        Assert.Equal(17.0, _deadline.Current.TotalSeconds, 1e-9);
    }

    [Fact]
    public void It_is_never_below_two_seconds_nor_above_what_was_asked_for()
    {
        Observe(0.01, 0.01, 0.01);
        Assert.Equal(LinkDeadline.Shortest, _deadline.Current);

        Observe(100, 200, 300, 400, 100, 200, 300);
        Assert.Equal(TimeSpan.FromSeconds(60), _deadline.Current);
    }

    [Fact]
    public void Waits_of_long_ago_are_forgotten()
    {
        Observe([.. Enumerable.Repeat(50.0, 40)]);
        Observe([.. Enumerable.Repeat(5.0, 32)]);

        Assert.Equal(5.0, _deadline.Current.TotalSeconds, 1e-9);
    }

    private void Observe(params double[] seconds) => Array.ForEach(seconds, wait => _deadline.Observe(TimeSpan.FromSeconds(wait)));
}
