using Federated.Attacks.Inversion;
using Federated.Attacks.Inversion.Optimisers;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>L-BFGS on the chained Rosenbrock function, whose only minimum for the starts used is (1, ..., 1).</summary>
public sealed class LbfgsTests
{
    /// <summary>Points and evaluations of torch.optim.LBFGS 1.13 in float64, from (-1.2, 1, -1.2, ...).</summary>
    [Theory]
    [InlineData(LineSearch.None, 0.5, 2, 100, 40, new[] { 0.6362944338168833, 0.39941900046418627 })]
    [InlineData(LineSearch.StrongWolfe, 1.0, 1, 100, 25, new[] { 0.38062264334648777, 0.12491013187293636 })]
    [InlineData(
        LineSearch.StrongWolfe,
        1.0,
        2,
        3,
        50,
        new[] { 0.9485104433567009, 0.9009874751554724, 0.8127786720926233, 0.6478686246768767, 0.42144722124009604, 0.1586646063190841 })]
    [InlineData(
        LineSearch.None,
        0.1,
        3,
        5,
        60,
        new[] { -0.910047513437411, 0.8309848957262854, 0.6898636527081184, 0.4671685141395787, 0.20997027224736628, 0.03814927402724993 })]
    public void Steps_are_those_of_torch(LineSearch search, double rate, int steps, int history, long evaluations, double[] expected)
    {
        var f = new BestPoint<double>(new Rosenbrock<double>(expected.Length));
        var lbfgs = new Lbfgs<double>(f.Length, new LbfgsSettings { Rate = rate, History = history, LineSearch = search });
        var x = Rosenbrock<double>.Start(f.Length);
        for (var i = 0; i < steps; i++)
        {
            Assert.True(lbfgs.Step(f, x));
        }

        Assert.Equal(evaluations, f.Evaluations);
        Assert.All(expected.Zip(x), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void A_line_search_finds_the_minimum_to_float64(int n)
    {
        var f = new Rosenbrock<double>(n);
        var lbfgs = new Lbfgs<double>(n, new LbfgsSettings { LineSearch = LineSearch.StrongWolfe });
        var x = Enumerable.Repeat(0.5, n).ToArray();
        for (var i = 0; i < 60 && lbfgs.Step(f, x); i++)
        {
        }

        Assert.All(x, value => Assert.Equal(1.0, value, 1e-5));
    }

    [Fact]
    public void A_line_search_finds_the_minimum_to_float32()
    {
        var f = new Rosenbrock<float>(4);
        var lbfgs = new Lbfgs<float>(4, new LbfgsSettings { LineSearch = LineSearch.StrongWolfe });
        var x = Enumerable.Repeat(0.5f, 4).ToArray();
        for (var i = 0; i < 20 && lbfgs.Step(f, x); i++)
        {
        }

        Assert.All(x, value => Assert.Equal(1f, value, 5e-3));
    }

    [Fact]
    public void A_stationary_start_ends_it_at_once()
    {
        var f = new BestPoint<double>(new Rosenbrock<double>(3));
        double[] x = [1.0, 1.0, 1.0];
        Assert.False(new Lbfgs<double>(3, new LbfgsSettings()).Step(f, x));
        Assert.Equal(1, f.Evaluations);
    }

    [Theory]
    [InlineData(LineSearch.None)]
    [InlineData(LineSearch.StrongWolfe)]
    public void Steps_allocate_nothing(LineSearch search)
    {
        var f = new Rosenbrock<float>(1000);
        var lbfgs = new Lbfgs<float>(1000, new LbfgsSettings { Rate = 0.1, LineSearch = search, History = 7 });
        var x = Rosenbrock<float>.Start(1000);
        lbfgs.Step(f, x);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            lbfgs.Step(f, x);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
