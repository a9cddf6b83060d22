using System.Text.Json;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Parameters;
using Federated.Learning.Recording;
using Federated.Learning.Runs;
using Federated.Learning.Tests.Runs;
using Xunit;

namespace Federated.Learning.Tests.Recording;

/// <summary>Transcripts of runs without a server.</summary>
public sealed class RecordedGossipTests
{
    private static Experiment Recorded(GossipAlgorithmOptions algorithm) => RunBed.Small with
    {
        Rounds = 2,
        Algorithm = algorithm,
        Topology = new RingTopologyOptions(),
        Cohort = new FixedCohortOptions(),
        Record = new RecordOptions(),
    };

    [Theory]
    [InlineData(1, GossipAcceleration.None)]
    [InlineData(2, GossipAcceleration.None)]
    [InlineData(4, GossipAcceleration.None)]
    [InlineData(3, GossipAcceleration.Chebyshev)]
    public void Every_step_mixes_the_messages_of_the_one_before(int steps, GossipAcceleration acceleration)
    {
        using var bed = new RunBed();
        bed.Run(Recorded(new DFedSamMgsOptions { GossipSteps = steps, Acceleration = acceleration }));
        var folder = new TranscriptFolder(bed.File("run"));
        var lines = folder.Lines().Where(line => line is { Round: 2, Kind: MessageKind.Model }).ToArray();
        var page = JsonSerializer.Deserialize<MixingPage>(File.ReadAllText(folder.PathOf("round-000002/weights.json")), RunJson.Line)!;
        Assert.Equal((steps, 10, 10 * steps), (page.Steps, page.Rows.Count, lines.Length));

        float[] Sent(int step, int node) => SafetensorsFile.Read(folder.PathOf(lines.Single(line => line.Step == step && line.From == node).File)).ToSingles("message").ToArray();
        for (var q = 1; q < steps; q++)
        {
            var row = page.Rows[3];
            var (own, last) = (Sent(q, 3), Sent(Math.Max(1, q - 1), 3));
            var others = row.Sources.Select(source => Sent(q, source)).ToArray();
            var next = Sent(q + 1, 3);
            for (var j = 0; j < own.Length; j++)
            {
                var mixed = (row.Self * own[j]) + others.Select((other, k) => row.Weights[k] * other[j]).Sum();
                Assert.Equal(((1 + page.Extrapolation) * mixed) - (page.Extrapolation * last[j]), next[j], 1e-5);
            }
        }
    }

    [Fact]
    public void Nodes_say_whom_they_send_to_and_only_the_lowest_are_written()
    {
        using var bed = new RunBed();
        bed.Run(Recorded(new DFedAvgOptions()) with { Record = new RecordOptions { Clients = 2 } });
        var lines = new TranscriptFolder(bed.File("run")).Lines();

        Assert.Equal([MessageKind.Weights, MessageKind.Model, MessageKind.Model], lines.Where(line => line.Round == 1).Select(line => line.Kind));
        Assert.Equal([1, 9], lines[1].To!);
        Assert.Equal([0, 2], lines[2].To!);
        Assert.Equal([0, 1], TruthIndex.Read(bed.File("run"))!.Clients.Select(client => client.Id));
    }

    [Fact]
    public void What_is_sent_is_recorded_also_when_it_is_no_model()
    {
        using var bed = new RunBed();
        bed.Run(Recorded(new ChocoSgdOptions { TopK = 0.01 }));
        var folder = new TranscriptFolder(bed.File("run"));

        Assert.All(
            folder.Lines().Where(line => line.Kind == MessageKind.Model),
            line => Assert.InRange(SafetensorsFile.Read(folder.PathOf(line.File)).ToSingles("message").ToArray().Count(value => value != 0.0f), 1, 79));
    }

    [Fact]
    public void Recording_changes_no_bit_of_the_result()
    {
        using var bed = new RunBed();
        var experiment = Recorded(new DFedSamMgsOptions());

        Assert.Equal(bed.Sha(experiment with { Record = null }, "plain"), bed.Sha(experiment, "recorded"));
        Assert.Equal(bed.Figures("plain"), bed.Figures("recorded"));
    }
}
