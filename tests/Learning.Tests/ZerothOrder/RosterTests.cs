using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

public sealed class RosterTests
{
    private static readonly Roster _roster = new(
        new MembershipOptions
        {
            Join = [new() { Machine = 2, Round = 5 }],
            Leave = [new() { Machine = 0, Round = 7 }],
            Absent = [new() { Machine = 1, From = 3, To = 4 }],
        },
        machines: 3);

    [Fact]
    public void Machines_come_and_go_and_stay_away_for_a_while()
    {
        Assert.Equal([0, 1], _roster.Members(4));
        Assert.Equal([0], _roster.Present(4).Select(machine => (int)machine));
        Assert.Equal([0, 1, 2], _roster.Present(5).Select(machine => (int)machine));
        Assert.Equal([2], _roster.Joining(4).Select(machine => (int)machine));
        Assert.Equal([0], _roster.Leaving(7).Select(machine => (int)machine));
        Assert.Equal([1, 2], _roster.Members(8).Select(machine => (int)machine));
        Assert.Empty(_roster.Joining(5));
        Assert.Empty(_roster.Leaving(6));
    }
}
