using Federated.Attacks.Gossip;
using Federated.Attacks.Tests.Transcripts;
using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Synthetic;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Numerics;
using Federated.Learning.Recording;
using Xunit;

namespace Federated.Attacks.Tests.Gossip;

/// <summary>How well a node knows where its neighbour's training began.</summary>
public sealed class NeighbourViewTests : IDisposable
{
    private readonly RecordedBed _bed = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Who_hears_everybody_knows_the_start_to_float_rounding(int steps)
    {
        var seen = new NeighbourView(Run(new FullTopologyOptions(), Mgs(steps)), observer: 3).Observe(3, node: 5, ThreatModel.A);

        Assert.InRange(seen.Residual, 0.0, 1e-6);
        Assert.InRange(seen.StartError!.Value, 0.0, 1e-5);
    }

    /// <summary>Of the three that are mixed one is not heard: its third is spread over the three that are, (1/3)^2 + 3 (1/9)^2 = 4/27.</summary>
    [Fact]
    public void On_a_ring_a_third_of_the_start_has_to_be_guessed()
    {
        var seen = new NeighbourView(Run(new RingTopologyOptions(), new DFedAvgOptions()), observer: 4).Observe(3, node: 5, ThreatModel.A);

        Assert.Equal(Math.Sqrt(4.0 / 27.0), seen.Residual, 1e-6);
        Assert.InRange(seen.StartError!.Value, 0.02, 2.0);
    }

    [Fact]
    public void More_gossip_steps_tell_more_of_the_start()
    {
        var residuals = new List<double>();
        var errors = new List<double>();
        foreach (var steps in new[] { 1, 2, 4 })
        {
            using var bed = new RecordedBed();
            var seen = new NeighbourView(bed.Run(Experiment(new RingTopologyOptions(), Mgs(steps))), observer: 4).Observe(3, node: 5, ThreatModel.A);
            residuals.Add(seen.Residual);
            errors.Add(seen.StartError!.Value);
        }

        Assert.True(residuals[1] < residuals[0] / 2 && residuals[2] < residuals[1] / 2, string.Join(" ", residuals));
        Assert.True(errors[1] < errors[0] && errors[2] < errors[1], string.Join(" ", errors));
    }

    [Fact]
    public void Steps_that_extrapolate_are_undone_too()
    {
        var accelerated = Mgs(3) with { Acceleration = GossipAcceleration.Chebyshev };
        var seen = new NeighbourView(Run(new FullTopologyOptions { Weights = WeightRule.Uniform }, accelerated), observer: 0).Observe(2, node: 9, ThreatModel.A);

        Assert.InRange(seen.StartError!.Value, 0.0, 1e-4);
    }

    [Fact]
    public void Before_the_first_round_all_know_where_it_begins()
    {
        var transcript = Run(new RingTopologyOptions(), new DFedAvgOptions());
        var seen = new NeighbourView(transcript, observer: 4).Observe(1, node: 5, ThreatModel.A);
        var first = new float[transcript.Index.Dimension];
        transcript.Network.Layout.Initialise(transcript.Experiment.Seed, first);

        Assert.Equal(first, seen.Observation.Before);
        Assert.Equal((0.0, 0.0), (seen.Residual, seen.StartError!.Value));
    }

    [Fact]
    public void The_step_is_from_the_start_to_the_message()
    {
        var transcript = Run(new FullTopologyOptions(), new DFedAvgOptions());
        var seen = new NeighbourView(transcript, observer: 1).Observe(2, node: 0, ThreatModel.C).Observation;
        var message = transcript.Vector(transcript.Of(2).Single(line => line.Kind == MessageKind.Model && line.From == 0), "message");
        var difference = new float[message.Length];
        FlatVector.Combine<float>(difference, 1.0, seen.Before, -1.0, message);

        Assert.Equal(difference, seen.Step);
        Assert.Equal((8, 0.1 * 0.998), (seen.Samples, seen.LearningRate!.Value));
    }

    [Fact]
    public void A_single_plain_step_is_a_gradient_only_where_the_start_is_known()
    {
        var plain = RecordedBed.OneStep;
        using var ring = new RecordedBed();
        var full = Run(new FullTopologyOptions(), new DFedAvgOptions(), plain);

        Assert.Equal(0.1 * 0.998, new NeighbourView(full, 1).Observe(2, 0, ThreatModel.A).Observation.GradientScale!.Value, 1e-12);
        Assert.Null(new NeighbourView(ring.Run(Experiment(new RingTopologyOptions(), new DFedAvgOptions(), plain)), 1).Observe(2, 0, ThreatModel.A).Observation.GradientScale);
    }

    [Fact]
    public void A_graph_that_changes_lets_an_observer_estimate_too()
    {
        var transcript = Run(new OnePeerExponentialTopologyOptions(), new DFedAvgOptions());
        var node = transcript.Weights(2).Rows[0].Sources[0];
        var seen = new NeighbourView(transcript, observer: 0).Observe(2, node, ThreatModel.A);

        Assert.InRange(seen.StartError!.Value, 0.01, 5.0);
    }

    [Fact]
    public void A_node_that_is_no_neighbour_is_refused()
    {
        var view = new NeighbourView(Run(new RingTopologyOptions(), new DFedAvgOptions()), observer: 4);

        Assert.Contains(
            "node 4 receives nothing from node 8 in round 2; expected one of those it hears: 3, 5",
            Assert.Throws<InputException>(() => view.Observe(2, 8, ThreatModel.A)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_that_are_no_models_are_refused()
    {
        var view = new NeighbourView(Run(new RingTopologyOptions(), new ChocoSgdOptions { TopK = 0.1 }), observer: 4);

        Assert.Contains("nodes of choco-sgd do not send the models", Assert.Throws<InputException>(() => view.Observe(2, 5, ThreatModel.A)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_of_too_few_nodes_is_refused()
    {
        var view = new NeighbourView(
            _bed.Run(Experiment(new RingTopologyOptions(), new DFedAvgOptions()) with { Record = new RecordOptions { Clients = 2 } }), observer: 2);

        Assert.Contains("was not recorded; expected a run with record: true", Assert.Throws<InputException>(() => view.Observe(2, 1, ThreatModel.A)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _bed.Dispose();

    private static DFedSamMgsOptions Mgs(int steps) => new() { GossipSteps = steps };

    private static Experiment Experiment(TopologyOptions topology, GossipAlgorithmOptions algorithm, LocalOptions? local = null) => RecordedBed.Small with
    {
        Algorithm = algorithm,
        Topology = topology,
        Data = new SyntheticOptions { Height = 6, Width = 6, Train = 80, Test = 20 },
        Partition = new IidPartitionOptions { Clients = 10 },
        Cohort = new FixedCohortOptions(),
        Local = local ?? RecordedBed.Small.Local,
    };

    private Transcript Run(TopologyOptions topology, GossipAlgorithmOptions algorithm, LocalOptions? local = null) => _bed.Run(Experiment(topology, algorithm, local));
}
