using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.Tests.Rounds;
using Federated.Tests;
using Xunit;

namespace Federated.Learning.Tests.Gossip.Engine;

/// <summary>The nodes' models are a function of the experiment, to the last bit.</summary>
public sealed class DeterminismTests
{
    private const int Rounds = 6;
    private const int Nodes = 7;

    public static TheoryData<GossipAlgorithmOptions> Algorithms() => [.. GossipRuns.Algorithms];

    [Theory]
    [MemberData(nameof(Algorithms), DisableDiscoveryEnumeration = true)]
    public void Workers_do_not_change_a_bit(GossipAlgorithmOptions algorithm)
    {
        var one = Run(algorithm, workers: 1);
        foreach (var workers in new[] { 2, 7 })
        {
            var more = Run(algorithm, workers);
            Assert.All(one.Models.Zip(more.Models), pair => Bits.Same(pair.First, pair.Second));
            Bits.Same(one.Means, more.Means);
            Assert.Equal(one.Metrics.Select(Figures), more.Metrics.Select(Figures));
        }
    }

    [Fact]
    public void All_algorithms_are_different()
    {
        var means = GossipRuns.Algorithms.Select(algorithm => Run(algorithm, 1).Means[^1]).ToList();
        Assert.All(means, mean => Assert.Single(means, other => other.SequenceEqual(mean)));
    }

    [Theory]
    [MemberData(nameof(Algorithms), DisableDiscoveryEnumeration = true)]
    public void A_run_that_was_interrupted_goes_on_with_the_same_bits(GossipAlgorithmOptions algorithm)
    {
        var whole = Run(algorithm, workers: 1);
        var perRound = (int)whole.Metrics[0].Steps;
        foreach (var batch in new[] { 1, (2 * perRound) + 3, (5 * perRound) - 1 })
        {
            using var folder = new TemporaryFolder();
            var first = Interrupt(algorithm, folder, batch);
            var done = (batch - 1) / perRound;
            Assert.Equal((RunOutcome.Interrupted, done), (first.Outcome, first.Engine.Round));
            Bits.Same(whole.Models[done], first.Engine.Models);

            var rest = GossipRuns.Run(new DiagonalTask(Nodes, 33), Experiment(algorithm), workers: 3, Folder(folder));
            Assert.Equal((RunOutcome.Completed, Rounds - done), (rest.Outcome, rest.Metrics.Count));
            Assert.All(whole.Models[done..].Zip(rest.Models), pair => Bits.Same(pair.First, pair.Second));
            Bits.Same(whole.Means[done..], rest.Means);
            Assert.Equal(whole.Metrics[done..].Select(Figures), rest.Metrics.Select(Figures));
        }
    }

    [Fact]
    public void An_interruption_before_the_first_round_leaves_the_initial_models()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var run = GossipRuns.Run(new DiagonalTask(3, 5), Experiment(new ChocoSgdOptions()), cancellation: source.Token);
        Assert.Equal(RunOutcome.Interrupted, run.Outcome);
        Assert.Empty(run.Metrics);
        Assert.All(run.Engine.Models, model => Assert.Equal([1f, 1f, 1f, 1f, 1f], model));
    }

    private static GossipTrajectory<float> Interrupt(GossipAlgorithmOptions algorithm, TemporaryFolder folder, int batch)
    {
        using var source = new CancellationTokenSource();
        var drawn = 0;
        var task = new DiagonalTask(Nodes, 33)
        {
            BatchDrawn = (_, _) =>
            {
                if (Interlocked.Increment(ref drawn) == batch)
                {
                    source.Cancel();
                }
            },
        };
        return GossipRuns.Run(task, Experiment(algorithm), workers: 1, Folder(folder), cancellation: source.Token);
    }

    private static GossipTrajectory<float> Run(GossipAlgorithmOptions algorithm, int workers) =>
        GossipRuns.Run(new DiagonalTask(Nodes, 33), Experiment(algorithm), workers);

    /// <summary>A static graph and no failures with CHOCO, else what is hardest to repeat.</summary>
    private static Experiment Experiment(GossipAlgorithmOptions algorithm) => new()
    {
        Algorithm = algorithm,
        Topology = algorithm is ChocoSgdOptions ? new RingTopologyOptions() : new RandomMatchingTopologyOptions(),
        Failures = algorithm is ChocoSgdOptions ? null : new FailureOptions { Links = 0.2, Nodes = 0.1 },
        Local = new LocalOptions { Epochs = 3 },
        Rounds = Rounds,
    };

    private static CheckpointFolder<float> Folder(TemporaryFolder folder) => new(folder.Path, "experiment", resume: true, new ListLogger());

    private static GossipRoundMetrics Figures(GossipRoundMetrics metrics) =>
        metrics with { Seconds = 0, SecondsTrain = 0, SecondsEval = 0, NodesBefore = null, NodesAfter = null, TestAccuracy = null };
}
