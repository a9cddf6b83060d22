using System.Globalization;
using Federated.Attacks;
using Federated.Attacks.Gossip;
using Federated.Attacks.Inversion;
using Federated.Attacks.Metrics;
using Federated.Attacks.Transcripts;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Models;
using Federated.Tests;

namespace Federated.Bench;

/// <summary>How well nodes know where their neighbours' training began, and what an attack makes of it: sixteen nodes with an image each.</summary>
internal static class NeighbourStudy
{
    private const int Nodes = 16;
    private const int Round = 4;

    private static readonly (string Name, TopologyOptions Topology)[] _topologies =
    [
        ("ring", new RingTopologyOptions()), ("torus", new TorusTopologyOptions()), ("exponential", new ExponentialTopologyOptions()), ("full", new FullTopologyOptions()),
    ];

    public static void Run(ulong[] seeds)
    {
        var table = new StudyTable($"Round {Round}, all pairs of neighbours", "residual", "start error / update", "cosine of updates", "PSNR of IG, dB");
        foreach (var (name, topology) in _topologies)
        {
            foreach (var steps in new[] { 1, 2, 4 })
            {
                foreach (var seed in seeds)
                {
                    var figures = Measure(topology, steps, seed);
                    Console.Error.WriteLine($"{name}, Q = {steps}, seed {seed}: {string.Join(" ", figures.Select(figure => figure.ToString("0.0000", CultureInfo.InvariantCulture)))}");
                    table.Add($"{name}, Q = {steps}", figures);
                }
            }
        }

        table.Print();
    }

    private static double[] Measure(TopologyOptions topology, int steps, ulong seed)
    {
        var folder = Directory.CreateTempSubdirectory("fed-neighbours-").FullName;
        try
        {
            var transcript = RecordedRuns.Execute(Subject(topology, steps, seed), Path.Combine(folder, "run"));
            var truth = GroundTruth.Open(transcript.Folder);
            var rows = transcript.Weights(Round).Rows;
            var seen = rows.SelectMany(row => row.Sources.Select(node => (Node: node, View: new NeighbourView(transcript, row.Node).Observe(Round, node, ThreatModel.B)))).ToList();
            var attacked = seen.Where(pair => pair.Node % 4 == 0).DistinctBy(pair => pair.Node).ToList();
            return
            [
                seen.Average(pair => pair.View.Residual),
                seen.Average(pair => pair.View.StartError!.Value),
                seen.Average(pair => Cosine(pair.View)),
                attacked.Average(pair => Psnr(transcript, pair.View.Observation, truth.Of(Round, pair.Node))),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Of what is thought to be the update and what it is, by the law of cosines: |error|^2 = |thought|^2 + |is|^2 - 2 |thought| |is| cos.</summary>
    private static double Cosine(NeighbourObservation view)
    {
        var thought = Learning.Numerics.FlatVector.Norm<float>(view.Observation.Step);
        var update = view.Update!.Value;
        var error = view.StartError!.Value * update;
        return ((thought * thought) + (update * update) - (error * error)) / (2.0 * thought * update);
    }

    private static double Psnr(Transcript transcript, Observation observation, TrueSamples truth)
    {
        var attack = InversionCatalogue.Find("ig");
        var made = attack.Run(observation with { Labels = truth.Labels }, attack.Defaults with { Iterations = 300 }, null, CancellationToken.None);
        return new ReconstructionScorer(transcript.Network.Input, transcript.Normalisation, new ScoreOptions()).Score(truth.Pixels, truth.Labels, made).Psnr.Mean;
    }

    private static Experiment Subject(TopologyOptions topology, int steps, ulong seed) => new()
    {
        Seed = seed,
        Rounds = Round,
        Algorithm = new DFedSamMgsOptions { GossipSteps = steps },
        Topology = topology,
        Data = new EmbeddedFashionMnistOptions { TrainSamples = Nodes, TestSamples = 100 },
        Partition = new IidPartitionOptions { Clients = Nodes },
        Model = new ModelOptions { Name = "cnn-mean" },
        Local = new LocalOptions { Steps = 1, BatchSize = 1, WeightDecay = 0.0 },
        Evaluation = new EvaluationOptions { Every = 1_000_000, NodesEvery = 1_000_000 },
        Record = new RecordOptions(),
    };
}
