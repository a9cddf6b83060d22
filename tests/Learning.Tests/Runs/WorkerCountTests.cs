using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Models;
using Xunit;

namespace Federated.Learning.Tests.Runs;

/// <summary>How many workers share the work does not change a bit of the result.</summary>
public sealed class WorkerCountTests
{
    public static TheoryData<AlgorithmOptions> Algorithms { get; } =
    [
        new FedAvgOptions(),
        new FedProxOptions(),
        new FedAdamOptions(),
        new ScaffoldOptions(),
        new FedCmOptions(),
        new FedDynOptions(),
        new FedSamOptions(),
        new MoFedSamOptions(),
        new FedGammaOptions(),
        new FedSmooOptions(),
        new FedSpeedOptions(),
    ];

    [Theory]
    [MemberData(nameof(Algorithms), DisableDiscoveryEnumeration = true)]
    public void Logistic_regression_by_any_algorithm(AlgorithmOptions algorithm)
    {
        using var bed = new RunBed();
        var experiment = RunBed.Small with { Algorithm = algorithm };
        var one = bed.Run(experiment, "one", workers: 1);

        AssertSame(one, bed.Run(experiment, "two", workers: 2));
        AssertSame(one, bed.Run(experiment, "seven", workers: 7));
        Assert.NotEqual(one.Summary!.ModelSha256, bed.Sha(experiment with { Seed = 21 }, "other"));
    }

    [Fact]
    public void All_algorithms_are_different()
    {
        using var bed = new RunBed();
        var number = 0;
        var hashes = Algorithms.Select(row => bed.Sha(RunBed.Small with { Algorithm = row.Data }, $"{number++}"));

        Assert.Equal(11, hashes.Distinct().Count());
    }

    [Fact]
    public void A_network_of_convolutions()
    {
        using var bed = new RunBed();
        var one = bed.Run(RunBed.SmallCnn, "one", workers: 1);

        AssertSame(one, bed.Run(RunBed.SmallCnn, "two", workers: 2));
        AssertSame(one, bed.Run(RunBed.SmallCnn, "seven", workers: 7));
    }

    [Fact]
    public void A_network_with_dropout_and_crops()
    {
        using var bed = new RunBed();
        var experiment = RunBed.SmallCnn with
        {
            Rounds = 2,
            Model = new ModelOptions { Name = "pfl-cnn" },
            Data = new EmbeddedFashionMnistOptions { TrainSamples = 200, TestSamples = 20, Augment = Augmentation.FlipCrop },
        };
        AssertSame(bed.Run(experiment, "one", workers: 1), bed.Run(experiment, "three", workers: 3));
    }

    private static void AssertSame(Learning.Runs.RunResult expected, Learning.Runs.RunResult actual)
    {
        var (a, b) = (expected.Summary!, actual.Summary!);
        Assert.Equal(a.ModelSha256, b.ModelSha256);
        Assert.Equal((a.FinalTestLoss, a.FinalTestAccuracy), (b.FinalTestLoss, b.FinalTestAccuracy));
        Assert.Equal((a.BytesUp, a.BytesDown, a.Rounds, a.Rejected), (b.BytesUp, b.BytesDown, b.Rounds, b.Rejected));
    }
}
