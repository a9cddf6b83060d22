using System.Text.Json.Nodes;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.Runs;

/// <summary>Whole runs of the shared-seed family: whoever comes, goes, fails or joins late has the same weights in the end.</summary>
public sealed class SharedSeedRunTests
{
    private static readonly Experiment _small = RunBed.Small with
    {
        Rounds = 24,
        Algorithm = new OneByteOptions { CheckEvery = 8 },
        Local = new LocalOptions { BatchSize = 30, LearningRate = 0.003, LearningRateDecay = 1.0, WeightDecay = 0.0 },
        Evaluation = new EvaluationOptions { Every = 1000, BatchSize = 100 },
    };

    public static TheoryData<SharedSeedOptions> Algorithms { get; } =
    [
        new OneByteOptions { Samples = 2, Rounding = GradientRounding.Stochastic },
        new OneByteOptions { Code = GradientCode.Sign },
        new OneByteOptions { Code = GradientCode.Float32, Directions = DirectionKind.Gaussian },
        new OneByteOptions { Sharing = DirectionSharing.Shared, Directions = DirectionKind.Binomial16, Schedule = RateSchedule.Cosine, Warmup = 3 },
        new OneByteOptions { Candidates = 16, Update = UpdateOrder.Accumulated },
        new FeedSignOptions { Schedule = RateSchedule.Linear },
        new ZoAdaMuOptions { AnnealFrom = 2, AnnealTo = 9 },
    ];

    [Theory]
    [MemberData(nameof(Algorithms), DisableDiscoveryEnumeration = true)]
    public void Every_machine_and_a_replay_end_with_the_same_weights(SharedSeedOptions algorithm)
    {
        using var bed = new RunBed();
        var experiment = _small with { Algorithm = algorithm with { CheckEvery = 8 }, Membership = Busy() };
        var run = bed.Run(experiment, "whole");
        var last = Line(bed, "whole", 24);
        Assert.Equal((9, 0), ((int)last["agreeing"]!, (int)last["recovered"]!));
        var replay = Replay(bed, "whole");
        Assert.Equal((string)last["weight_hash"]!, $"{replay.Hash():x16}");
        Assert.Equal(run.Summary!.ModelSha256, Federated.Learning.Parameters.ModelHash.Of(replay.Theta));

        var copies = experiment with { Algorithm = algorithm with { CheckEvery = 8, Copies = MachineCopies.Shared, Forwards = ForwardPlacement.TwoWorkers } };
        Assert.Equal(run.Summary.ModelSha256, bed.Sha(copies, "shared", workers: 3));
    }

    [Theory]
    [MemberData(nameof(Algorithms), DisableDiscoveryEnumeration = true)]
    public void An_interrupted_run_seals_the_same_log(SharedSeedOptions algorithm)
    {
        var experiment = _small with { Rounds = 10, Algorithm = algorithm with { CheckEvery = 4 } };
        ResumedRunTests.AssertResumes(experiment, round: 9);
    }

    [Fact]
    public void Absent_machines_are_sealed_as_absent_and_count_for_nothing()
    {
        using var bed = new RunBed();
        bed.Run(_small with { Membership = new MembershipOptions { Absent = [new() { Machine = 3, From = 5, To = 6 }] } });
        var rounds = Log(bed).ToArray();
        Assert.Empty(rounds[4].Machines[3].Codes);
        Assert.Equal(SealedRound.StepSize(0.003, 9), rounds[5].Alpha);
        Assert.Equal(SealedRound.StepSize(0.003, 10), rounds[6].Alpha);
        var line = Line(bed, "run", 5);
        Assert.Equal((10, 9, 1, 9), ((int)line["machines"]!, (int)line["clients"]!, (int)line["absent"]!, (int)line["bytes_up"]!));
    }

    [Fact]
    public void A_round_without_anybody_changes_nothing()
    {
        using var bed = new RunBed();
        var everybody = Enumerable.Range(0, 10).Select(machine => new AbsenceOptions { Machine = machine, From = 3, To = 24 }).ToArray();
        var two = bed.Sha(_small with { Rounds = 2 }, "two");
        Assert.Equal(two, bed.Sha(_small with { Membership = new MembershipOptions { Absent = everybody } }, "quiet"));
        Assert.Null(Line(bed, "quiet", 3)["train_loss"]);
    }

    [Fact]
    public void Arrivals_and_departures_are_in_the_log()
    {
        using var bed = new RunBed();
        bed.Run(_small with { Membership = Busy() });
        var rounds = Log(bed).ToArray();
        Assert.Equal([(ushort)9], rounds[13].Joining);
        Assert.Equal([(ushort)0], rounds[17].Leaving);
        Assert.Equal((9, 10, 9), (rounds[13].Machines.Count, rounds[14].Machines.Count, rounds[18].Machines.Count));
    }

    [Theory]
    [InlineData(MachineFault.FlippedBit)]
    [InlineData(MachineFault.LostRound)]
    public void A_machine_that_drifts_is_found_and_rebuilt_from_the_log(MachineFault fault)
    {
        using var bed = new RunBed();
        var run = bed.Run(_small with { Membership = new MembershipOptions { Faults = [new() { Machine = 4, Round = 11, Kind = fault }] } });
        var (before, found, after) = (Line(bed, "run", 8), Line(bed, "run", 16), Line(bed, "run", 24));
        Assert.Equal((10, 0), ((int)before["agreeing"]!, (int)before["recovered"]!));
        Assert.Equal((9, 1), ((int)found["agreeing"]!, (int)found["recovered"]!));
        Assert.Equal((10, 0), ((int)after["agreeing"]!, (int)after["recovered"]!));
        Assert.Contains(bed.Log.Entries, entry => entry.Message.StartsWith("Round 16: the weights of machine 4 have hash", StringComparison.Ordinal));
        Assert.Equal(run.Summary!.ModelSha256, Federated.Learning.Parameters.ModelHash.Of(Replay(bed, "run").Theta));
    }

    [Fact]
    public void Schedules_are_in_the_record()
    {
        using var bed = new RunBed();
        bed.Run(_small with { Algorithm = new OneByteOptions { Schedule = RateSchedule.Cosine, Warmup = 3 }, Local = _small.Local with { WeightDecay = 0.1 } });
        var rounds = Log(bed).ToArray();
        Assert.Equal(SealedRound.StepSize(0.003 / 4, 10), rounds[0].Alpha);
        Assert.Equal(SealedRound.StepSize(0.003 * 0.5 * (1 + Math.Cos(Math.PI * 12 / 24)), 10), rounds[12].Alpha);
        Assert.Equal((float)(1 - (0.003 / 4 * 0.1)), rounds[0].Decay);
    }

    [Fact]
    public void A_schedule_that_ends_with_the_run_is_not_extended()
    {
        using var bed = new RunBed();
        var cosine = _small with { Rounds = 6, Algorithm = new OneByteOptions { Schedule = RateSchedule.Cosine } };
        bed.Run(cosine);
        Assert.Throws<InputException>(() => bed.Run(cosine with { Rounds = 9 }, resume: true));
    }

    /// <summary>Some on the one side, some on the other: every algorithm goes down.</summary>
    [Theory]
    [InlineData("byte", 0.003)]
    [InlineData("sign", 0.003)]
    [InlineData("feedsign", 0.0003)]
    [InlineData("adamu", 0.0003)]
    public void Each_of_them_learns(string name, double rate)
    {
        SharedSeedOptions algorithm = name switch
        {
            "byte" => new OneByteOptions(),
            "sign" => new OneByteOptions { Code = GradientCode.Sign },
            "feedsign" => new FeedSignOptions(),
            _ => new ZoAdaMuOptions { AnnealFrom = 0, AnnealTo = 50 },
        };
        using var bed = new RunBed();
        bed.Run(_small with { Rounds = 250, Algorithm = algorithm, Local = _small.Local with { LearningRate = rate } });
        var losses = File.ReadLines(bed.Directory("run").MetricsPath).Select(line => (double)JsonNode.Parse(line)!["train_loss"]!).ToArray();
        Assert.True(losses[^20..].Average() < losses[..20].Average() - 0.05, $"{losses[..20].Average()} to {losses[^20..].Average()}");
    }

    [Fact]
    public void Losses_that_are_nowhere_finite_end_the_run_with_advice()
    {
        using var bed = new RunBed();
        var hot = _small with { Local = _small.Local with { LearningRate = 1e38 } };
        Assert.Contains("smaller local.learning_rate", Assert.Throws<RunFailedException>(() => bed.Run(hot)).Message, StringComparison.Ordinal);
    }

    private static MembershipOptions Busy() => new()
    {
        Join = [new() { Machine = 9, Round = 15 }],
        Leave = [new() { Machine = 0, Round = 18 }],
        Absent = [new() { Machine = 2, From = 4, To = 9 }],
    };

    private static IEnumerable<SealedRound> Log(RunBed bed) => SealedLog.Read(bed.Directory("run").SealedLogPath, null);

    private static Replica Replay(RunBed bed, string name) =>
        SealedRun.Replay(bed.File(name), new DataLocations(bed.File("none"), bed.File("none")), null, threads: 2).Replica;

    private static JsonNode Line(RunBed bed, string name, int round) => JsonNode.Parse(File.ReadLines(bed.Directory(name).MetricsPath).ElementAt(round - 1))!;
}
