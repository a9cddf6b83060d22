using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.ZerothOrder;

public sealed class AgreementTests
{
    [Fact]
    public void Most_copies_are_right_and_the_engine_breaks_ties()
    {
        Assert.Equal(7ul, Agreement.Majority([7, 7, 9], 9 + 1));
        Assert.Equal(7ul, Agreement.Majority([7, 7, 9], 9 * 9));
        Assert.Equal(9ul, Agreement.Majority([7, 7, 9], 9));
        Assert.Equal(7ul, Agreement.Majority([7, 7, 7, 9], 9));
        Assert.Equal(5ul, Agreement.Majority([], 5));
    }
}
