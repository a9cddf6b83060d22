using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Tasks;
using Federated.Learning.Tests.Algorithms;
using Federated.Learning.Tests.Gossip.Mixing;
using Xunit;

namespace Federated.Learning.Tests.Gossip.Engine;

/// <summary>What a failed link carried stays with its two ends. Events on a ring of four with x = (1, 2, 9, 4).</summary>
public sealed class FailureTests
{
    private static readonly double[][] _x = [[1], [2], [9], [4]];
    private static readonly MixingMatrix _ring = (new RingTopologyOptions()).Matrix(4, 1, 1);

    [Fact]
    public void All_links_work() => AssertMixed([2.333333, 4, 5, 4.666667], _ring);

    [Fact]
    public void A_node_is_down_and_the_others_keep_their_mean()
    {
        var rest = _ring.Without((to, from) => to != 3 && from != 3);
        AssertMixed([1.333333, 4, 6.666667, 4], rest);
        Assert.Equal((4.0 / 3) + 4 + (20.0 / 3), Pools.Mix(GossipSchedule.Plain(rest, 1), _x).Models[..3].Sum(row => row[0]), 1e-14);
        Assert.Equal(4, rest.Graph.Arcs);
        Assert.Equal([[0, 1, 2], [3]], rest.Graph.Components());
    }

    [Fact]
    public void A_link_is_down_and_the_mean_stays()
    {
        var rest = _ring.Without((to, from) => (Math.Min(to, from), Math.Max(to, from)) != (2, 3));
        AssertMixed([2.333333, 4, 6.666667, 3], rest);
        Assert.Equal(16.0, Pools.Mix(GossipSchedule.Plain(rest, 1), _x).Models.Sum(row => row[0]), 1e-14);
        Close.Vectors([-.138071, .333333, .804738, 1], Dense.Eigenvalues(rest.ToDense()));
    }

    [Fact]
    public void A_diverged_node_is_down_for_its_round()
    {
        var graph = new RoundGraph(Experiment(links: 0), nodes: 4);
        var (w, down) = graph.At(5, [3]);
        AssertMixed([1.333333, 4, 6.666667, 4], w);
        Assert.Equal(4, down);
        Assert.Equal(0, graph.At(5, []).Down);
        Assert.Equal(8, graph.At(6, []).W.Graph.Arcs);
    }

    /// <summary>
    /// E of the squared distance along a mode with Laplacian eigenvalue mu, weight w, s = 1 - p:
    /// 1 - 2 s w mu + w^2 (s^2 mu^2 + 2 s (1 - s) mu).
    /// </summary>
    [Theory]
    [InlineData(16, 0.0, .901081)]
    [InlineData(16, 0.05, .907512)]
    [InlineData(16, 0.1, .913786)]
    [InlineData(16, 0.3, .937321)]
    [InlineData(16, 0.5, .958355)]
    [InlineData(100, 0.0, .997371)]
    [InlineData(100, 0.05, .997544)]
    [InlineData(100, 0.1, .997712)]
    [InlineData(100, 0.3, .998343)]
    [InlineData(100, 0.5, .998904)]
    public void Failing_links_slow_a_ring_down_as_their_formula_says(int n, double p, double contraction)
    {
        var (mu, s, w) = (2 - (2 * Math.Cos(2 * Math.PI / n)), 1 - p, 1.0 / 3);
        Assert.Equal(contraction, 1 - (2 * s * w * mu) + (w * w * ((s * s * mu * mu) + (2 * s * (1 - s) * mu))), 0.5000001e-6);

        var mode = Enumerable.Range(0, n).Select(i => Math.Cos(2 * Math.PI * i / n)).ToArray();
        var graph = new RoundGraph(Experiment(p), n);
        var draws = Enumerable.Range(1, p == 0.0 ? 2 : 3000).Select(round => Squares(graph.At(round, []).W, mode) / Squares(null, mode)).ToList();
        if (p == 0.0)
        {
            Assert.All(draws, draw => Assert.Equal(contraction, draw, 0.5000001e-6));
            return;
        }

        Estimate.Equal(contraction, draws, 0.1 * (1 - contraction));
    }

    [Fact]
    public void Links_fail_with_their_probability_in_both_directions_and_differently_in_each_round()
    {
        var graph = new RoundGraph(Experiment(links: 0.3) with { Topology = new FullTopologyOptions() }, nodes: 60);
        var arcs = 60 * 59;
        var patterns = new HashSet<string>();
        for (var round = 1; round <= 20; round++)
        {
            var (w, down) = graph.At(round, []);
            Assert.False(w.Graph.IsDirected);
            Assert.Equal(arcs - w.Graph.Arcs, down);
            Assert.Equal(0.3, (double)down / arcs, 4 * Math.Sqrt(0.3 * 0.7 / (arcs / 2.0)));
            patterns.Add(string.Join(' ', w.Graph.Links()));
        }

        Assert.Equal(20, patterns.Count);
        var again = new RoundGraph(Experiment(links: 0.3) with { Topology = new FullTopologyOptions() }, nodes: 60);
        Assert.Contains(string.Join(' ', again.At(7, []).W.Graph.Links()), patterns);
    }

    /// <summary>Else a partly mixed model would meet one that is not.</summary>
    [Fact]
    public void A_failed_link_stays_down_for_all_steps_of_a_round()
    {
        double[][] start = [.. Enumerable.Range(0, 12).Select(i => new double[] { i * i })];
        var failures = new FailureOptions { Links = 0.4 };
        var run = GossipRuns.Still(new DFedSamMgsOptions { GossipSteps = 3 }, new RingTopologyOptions(), start, rounds: 4, failures);
        var graph = new RoundGraph(Experiment(links: 0.4), nodes: 12);
        for (var round = 1; round <= 4; round++)
        {
            var (w, down) = graph.At(round, []);
            var expected = Dense.Mix(w.ToDense(), run.Models[round - 1], steps: 3);
            Close.Vectors([.. expected.Select(row => row[0])], [.. run.Models[round].Select(row => row[0])], 1e-12);
            Assert.Equal((down, 3L * w.Graph.Arcs), (run.Metrics[round - 1].LinksDown, run.Metrics[round - 1].Messages));
        }

        Assert.All(run.Means, mean => Assert.Equal(run.Means[0][0], mean[0], 1e-12));
        Assert.Contains(run.Metrics, metrics => metrics.LinksDown > 0 && metrics.Components > 1);
    }

    [Fact]
    public void A_node_out_of_reach_trains_all_the_same()
    {
        var failures = new FailureOptions { Nodes = 1.0 };
        var run = GossipRuns.Run(
            new QuadraticTask(GossipRuns.FourNodes, 50),
            new Experiment { Algorithm = new DFedAvgOptions(), Topology = new RingTopologyOptions(), Failures = failures, Local = GossipRuns.Local, Rounds = 1 });
        for (var node = 0; node < 4; node++)
        {
            var client = GossipRuns.FourNodes.Clients[node];
            var x = GossipRuns.FourNodes.Start;
            x = Plane.Add(x, Plane.Gradient(client, x), -0.1);
            x = Plane.Add(x, Plane.Gradient(client, x), -0.1);
            Close.Vectors(x, run.Models[1][node], 1e-15);
        }

        Assert.Equal((0L, 8, 4, 4), (run.Metrics[0].Messages, run.Metrics[0].LinksDown, run.Metrics[0].Components, run.Metrics[0].Clients));
        Assert.Equal(1.0, run.Metrics[0].Contraction);
    }

    [Fact]
    public void Nodes_fail_with_their_probability()
    {
        var failures = new FailureOptions { Nodes = 0.2 };
        var graph = new RoundGraph(Experiment(links: 0) with { Topology = new FullTopologyOptions(), Failures = failures }, nodes: 50);
        var down = Enumerable.Range(1, 100).Sum(round => Enumerable.Range(0, 50).Count(node => graph.At(round, []).W.Graph.Degree(node) == 0));
        Assert.Equal(0.2, down / 5000.0, 4 * Math.Sqrt(0.2 * 0.8 / 5000));
    }

    /// <summary>Its mean would drift: what an arc would have carried cannot stay with both ends.</summary>
    [Fact]
    public void A_one_way_graph_refuses_failures()
    {
        var experiment = Experiment(links: 0.1) with { Topology = new ExponentialTopologyOptions { Links = LinkDirection.OneWay, Weights = WeightRule.Uniform } };
        var error = Assert.Throws<InputException>(() => new RoundGraph(experiment, nodes: 10));
        Assert.StartsWith("failures: a link of this topology goes one way", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("exponential with links: both", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, new RoundGraph(experiment with { Failures = null }, nodes: 10).At(1, []).Down);
    }

    private static Experiment Experiment(double links) => new()
    {
        Algorithm = new DFedAvgOptions(),
        Topology = new RingTopologyOptions(),
        Failures = new FailureOptions { Links = links },
    };

    private static void AssertMixed(double[] expected, MixingMatrix w) =>
        Close.Vectors(expected, [.. Pools.Mix(GossipSchedule.Plain(w, 1), _x).Models.Select(row => row[0])]);

    /// <summary>|W x|^2, or |x|^2.</summary>
    private static double Squares(MixingMatrix? w, double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var value = x[i];
            for (var k = 0; k < w?.Graph.Degree(i); k++)
            {
                value += w.Weights(i)[k] * (x[w.Graph.Sources(i)[k]] - x[i]);
            }

            sum += value * value;
        }

        return sum;
    }
}
