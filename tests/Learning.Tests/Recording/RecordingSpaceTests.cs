using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Recording;
using Federated.Learning.Runs;
using Federated.Learning.Tests.Runs;
using Xunit;

namespace Federated.Learning.Tests.Recording;

public sealed class RecordingSpaceTests
{
    public static TheoryData<Experiment> Experiments { get; } =
    [
        RunBed.Small with { Algorithm = new ScaffoldOptions(), Record = new RecordOptions { Rounds = [2, 3], Clients = 3 } },
        RunBed.Small with { Record = new RecordOptions { Truth = false } },
        RunBed.Small with
        {
            Algorithm = new DFedSamMgsOptions(), Topology = new RingTopologyOptions(), Cohort = new FixedCohortOptions(), Record = new RecordOptions { Clients = 4 },
        },
    ];

    [Theory]
    [MemberData(nameof(Experiments), DisableDiscoveryEnumeration = true)]
    public void The_size_that_is_said_beforehand_is_that_of_the_files(Experiment experiment)
    {
        using var bed = new RunBed();
        bed.Run(experiment);
        var vectors = Vectors(experiment);
        using var task = ExperimentRun.Load(experiment, new DataLocations(bed.File("none"), bed.File("none")));
        var said = RecordingSpace.Needed(experiment, task, vectors, done: 0);
        var files = Directory.EnumerateFiles(bed.File("run/transcript"), "*.safetensors", SearchOption.AllDirectories).ToList();
        if (Directory.Exists(bed.File("run/truth")))
        {
            files.AddRange(Directory.EnumerateFiles(bed.File("run/truth"), "*.safetensors"));
        }

        // Headers are what is missing.
        Assert.InRange(files.Sum(file => new FileInfo(file).Length) - said, 0, files.Count * 400L);
        Assert.True(said > 0);
    }

    [Fact]
    public void Rounds_that_are_done_need_no_room()
    {
        using var bed = new RunBed();
        var experiment = RunBed.Small with { Record = new RecordOptions { Truth = false } };
        using var task = ExperimentRun.Load(experiment, new DataLocations(bed.File("none"), bed.File("none")));

        Assert.Equal(5L * 7850 * 4 * 3, RecordingSpace.Needed(experiment, task, new ExchangedVectors(), done: 0));
        Assert.Equal(5L * 7850 * 4, RecordingSpace.Needed(experiment, task, new ExchangedVectors(), done: 2));
        Assert.Equal(0L, RecordingSpace.Needed(experiment, task, new ExchangedVectors(), done: 3));
    }

    [Fact]
    public void A_disk_that_is_too_small_is_refused()
    {
        RecordingSpace.Require(1000, 1000, "/runs/a");
        var refusal = Assert.Throws<InputException>(() => RecordingSpace.Require(3L << 30, 1L << 20, "/runs/a"));

        Assert.Equal(
            "record: the transcript would take 3.00 GiB and /runs/a has 1.00 MiB left; expected fewer record.rounds or record.clients, or an --out with more room",
            refusal.Message);
    }

    private static ExchangedVectors Vectors(Experiment experiment) => experiment.Algorithm switch
    {
        ServerAlgorithmOptions server => server.Create<float>().Vectors,
        GossipAlgorithmOptions gossip => gossip.Create<float>(experiment.Seed).Vectors,
        _ => new ExchangedVectors(),
    };
}
