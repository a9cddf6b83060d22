using Federated.Attacks.Identity;
using Federated.Attacks.Tests.Transcripts;
using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Cameras;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Runs;
using Xunit;

namespace Federated.Attacks.Tests.Identity;

public sealed class RecordedIdentificationTests : IDisposable
{
    private readonly RecordedBed _bed = new();

    private static Experiment Users { get; } = new()
    {
        Rounds = 5,
        Data = new EmbeddedFashionMnistOptions { TestSamples = 20, Cameras = new CameraOptions { Users = 12, DeviceImages = 60, AuxiliaryImages = 60 } },
        Partition = new NaturalPartitionOptions(),
        Algorithm = new FedAvgOptions(),
        Model = new ModelOptions { Name = "cnn-small" },
        Cohort = new FixedCohortOptions { Count = 8 },
        Local = new LocalOptions { Steps = 2, BatchSize = 32, LearningRate = 0.1 },
        Evaluation = new EvaluationOptions { Every = 1000 },
        Record = new RecordOptions(),
    };

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Clients_of_a_recorded_run_are_named_by_their_photos()
    {
        var report = Attack(Users);
        Assert.Equal((12, 40, 0), (report.Users, report.AnonymousUpdates, report.StrangersUpdates));
        Assert.Equal(12 * 5 * 2, report.LabelledUpdates);
        Assert.True(report.Worst.ChanceMultiple > 5, $"{report.Worst}");
        Assert.All(report.Attackers, attacker => Assert.InRange(attacker.NullTop1, 0.0, report.Chance + (3 * report.NullDeviation)));
    }

    [Fact]
    public void What_else_comes_down_is_used_too()
    {
        var report = Attack(Users with { Algorithm = new ScaffoldOptions(), Rounds = 3 });
        Assert.True(report.Worst.ChanceMultiple > 4, $"{report.Worst}");
    }

    [Fact]
    public void A_run_without_users_is_refused()
    {
        var message = Assert.Throws<InputException>(() => Attack(Users with { Data = new EmbeddedFashionMnistOptions { TrainSamples = 500, TestSamples = 20 }, Partition = new IidPartitionOptions { Clients = 10 }, Rounds = 1 })).Message;
        Assert.Equal(
            $"{_bed.Folder}: identification needs data of the users that is not on their devices, and fashion-mnist-mini has none; expected a run with data.cameras, or with data.auxiliary_share where users come with the data",
            message);
    }

    [Fact]
    public void Clients_who_are_not_the_users_are_refused()
    {
        var message = Assert.Throws<InputException>(() => Attack(Users with { Partition = new IidPartitionOptions { Clients = 10 }, Rounds = 1 })).Message;
        Assert.Equal($"{_bed.Folder}: 10 clients of 12 users' devices, so that nobody is who he is in the data; expected partition: natural, with all of them", message);
    }

    private IdentityReport Attack(Experiment experiment)
    {
        var transcript = _bed.Run(experiment);
        var (data, _) = ExperimentRun.LoadData(experiment, new DataLocations("/none", "/none"));
        return RecordedIdentification.Run(transcript, data, new KnownUsersOptions { PerRound = 2 }, UsersBed.Simple, CancellationToken.None);
    }
}
