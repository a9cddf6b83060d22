using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Tests.Rounds;
using Xunit;

namespace Federated.Learning.Tests.Gossip.Hosting;

/// <summary>Nodes that only have their neighbours' messages compute what all of them do together.</summary>
public sealed class HostedNodesTests
{
    private const int Dimension = 1100;

    public static TheoryData<int> Algorithms => new(Enumerable.Range(0, GossipRuns.Algorithms.Length));

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Hosts_compute_the_bits_of_one_process(int algorithm) =>
        RequireSameBits(Experiment(GossipRuns.Algorithms[algorithm], new TorusTopologyOptions()), new DiagonalTask(9, Dimension), 3);

    [Fact]
    public void A_dense_graph_is_added_in_the_same_form() =>
        RequireSameBits(Experiment(new DFedSamMgsOptions(), new FullTopologyOptions()), new DiagonalTask(20, Dimension), 3);

    [Fact]
    public void Links_that_go_one_way_are_followed() =>
        RequireSameBits(Experiment(new DFedSamMgsOptions(), new ExponentialTopologyOptions()), new DiagonalTask(12, Dimension), 4);

    [Fact]
    public void Graphs_of_every_round_are_the_same_everywhere() =>
        RequireSameBits(Experiment(new DFedAvgMOptions(), new RandomMatchingTopologyOptions()), new DiagonalTask(8, Dimension), 2);

    [Fact]
    public void Accelerated_steps_are_the_same() =>
        RequireSameBits(
            Experiment(new DFedSamMgsOptions { Acceleration = GossipAcceleration.Chebyshev }, new RingTopologyOptions()), new DiagonalTask(8, Dimension), 3);

    [Fact]
    public void What_the_file_lets_fail_fails_at_both_ends() =>
        RequireSameBits(
            Experiment(new DFedSamMgsOptions(), new FullTopologyOptions()) with { Failures = new FailureOptions { Links = 0.3, Nodes = 0.2 } },
            new DiagonalTask(20, Dimension),
            4);

    [Theory]
    [InlineData(9)]
    [InlineData(20)]
    public void A_node_that_diverges_is_cut_off_as_in_one_process(int nodes) =>
        RequireSameBits(
            Experiment(new DFedSamMgsOptions(), new FullTopologyOptions()),
            new DiagonalTask(nodes, Dimension) { IsBroken = (client, round) => client == 4 && round == 2 },
            3);

    [Fact]
    public void A_link_that_is_cut_at_both_ends_leaves_the_mean_where_it_was()
    {
        var experiment = Experiment(new DFedSamMgsOptions(), new RingTopologyOptions()) with { Rounds = 1 };
        var rounds = Host(experiment, new DiagonalTask(4, Dimension), 4, (_, to, from) => (to, from) is (2, 3) or (3, 2));

        Assert.Equal(2 * 4, rounds.Sum(host => host[0].Missed.Count));
        for (var j = 0; j < Dimension; j++)
        {
            var (after, before) = (Mean(rounds, 0, j), Mean(rounds, 1, j));
            Assert.Equal(before, after, 1e-6);
        }
    }

    private static double Mean(List<List<HostedRound<float>>> rounds, int vector, int j) => rounds.Average(host => (double)host[^1].Vectors[0][vector][j]);

    private static Experiment Experiment(GossipAlgorithmOptions algorithm, TopologyOptions topology) => new()
    {
        Algorithm = algorithm,
        Topology = topology,
        Local = GossipRuns.Local,
        Rounds = 3,
    };

    private static void RequireSameBits(Experiment experiment, DiagonalTask task, int hosts)
    {
        var expected = GossipRuns.Run(task, experiment).Models[^1];
        var rounds = Host(experiment, task, hosts);

        Assert.Equal(task.Clients, rounds.Sum(host => host[^1].Nodes.Count));
        foreach (var (figures, vectors) in rounds.SelectMany(host => host[^1].Nodes.Zip(host[^1].Vectors)))
        {
            Bits.Same([expected[figures.Node]], [vectors[0]]);
        }
    }

    /// <summary>Nodes go round the hosts.</summary>
    private static List<List<HostedRound<float>>> Host(Experiment experiment, DiagonalTask task, int hosts, Func<int, int, int, bool>? isCut = null)
    {
        using var table = new TableNeighbours(hosts, isCut);
        var kept = Enumerable.Range(0, hosts).Select(_ => new KeptRounds()).ToArray();
        var threads = kept.Index().Select(host => new Thread(() =>
        {
            var nodes = Enumerable.Range(0, task.Clients).Where(node => node % hosts == host.Index).ToArray();
            using var hosted = new HostedNodes(experiment, task, nodes, 1);
            hosted.Run(0, table.Seat(nodes), host.Item, TestContext.Current.CancellationToken);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return [.. kept.Select(host => host.Rounds)];
    }
}
