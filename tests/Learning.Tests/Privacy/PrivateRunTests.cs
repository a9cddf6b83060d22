using Federated.Learning.Algorithms;
using Federated.Learning.Privacy;
using Federated.Learning.Tests.Runs;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

public class PrivateRunTests
{
    private static readonly PrivacyOptions _clipAndNoise = new() { Defences = [new ClipOptions { Norm = 0.5 }, new NoiseOptions { Std = 0.001 }] };

    [Fact]
    public void Nothing_changes_without_a_defence()
    {
        using var bed = new RunBed();
        var plain = bed.Sha(RunBed.Small, "plain");
        Assert.Equal(plain, bed.Sha(RunBed.Small with { Privacy = new PrivacyOptions() }, "empty"));
        Assert.Equal(plain, bed.Sha(RunBed.Small with { Privacy = new PrivacyOptions { Defences = [new ClipOptions { Norm = 1e6 }] } }, "loose"));
        Assert.NotEqual(plain, bed.Sha(RunBed.Small with { Privacy = _clipAndNoise }, "private"));
    }

    [Theory]
    [InlineData("fedspeed")]
    [InlineData("scaffold")]
    [InlineData("fedsmoo")]
    public void The_number_of_workers_changes_no_bit(string algorithm)
    {
        using var bed = new RunBed();
        var experiment = RunBed.Small with { Privacy = _clipAndNoise, Algorithm = Algorithm(algorithm) };
        Assert.Equal(bed.Sha(experiment, "one", workers: 1), bed.Sha(experiment, "three", workers: 3));
    }

    private static AlgorithmOptions Algorithm(string name) => name switch
    {
        "scaffold" => new ScaffoldOptions(),
        "fedsmoo" => new FedSmooOptions(),
        _ => new FedSpeedOptions(),
    };
}
