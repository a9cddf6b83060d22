using Federated.Coordinator.Admission;
using Xunit;

namespace Federated.Coordinator.Tests.Admission;

/// <summary>How often an address may do something.</summary>
public sealed class AddressBudgetTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void An_address_has_a_burst_and_then_what_comes_back()
    {
        var budget = new AddressBudget(burst: 3, perSecond: 0.5, _time);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.Null(budget.Take("a")));

        Assert.Equal(TimeSpan.FromSeconds(2), budget.Take("a"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), budget.Take("a"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(budget.Take("a"));
        Assert.NotNull(budget.Take("a"));
    }

    [Fact]
    public void A_pause_does_not_save_up_more_than_the_burst()
    {
        var budget = new AddressBudget(burst: 2, perSecond: 1, _time);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => budget.Take("a") is null));
    }

    [Fact]
    public void Addresses_do_not_share_a_budget()
    {
        var budget = new AddressBudget(burst: 1, perSecond: 1, _time);
        Assert.Null(budget.Take("a"));

        Assert.NotNull(budget.Take("a"));
        Assert.Null(budget.Take("b"));
    }

    [Fact]
    public void More_addresses_than_are_remembered_do_not_lift_the_limit_of_those_that_come_after()
    {
        var budget = new AddressBudget(burst: 1, perSecond: 1e-9, _time);
        for (var i = 0; i < AddressBudget.Most; i++)
        {
            Assert.Null(budget.Take($"{i}"));
        }

        Assert.NotNull(budget.Take("0"));
        Assert.Null(budget.Take("new"));
        Assert.NotNull(budget.Take("new"));
    }
}
