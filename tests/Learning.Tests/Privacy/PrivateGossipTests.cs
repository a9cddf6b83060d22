using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Models;
using Federated.Learning.Numerics;
using Federated.Learning.Privacy;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.Tests.Runs;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

public class PrivateGossipTests
{
    private const double Bound = 0.01;

    private static readonly Experiment _ring = RunBed.Small with
    {
        Rounds = 2,
        Topology = new RingTopologyOptions(),
        Algorithm = new DFedSamOptions { Rho = 0.05 },
        Privacy = new PrivacyOptions { Defences = [new ClipOptions { Norm = Bound }] },
    };

    public static TheoryData<GossipAlgorithmOptions> Algorithms() =>
    [
        new DFedSamOptions(), new DFedSamMgsOptions(), new DFedAvgOptions(), new DFedAvgMOptions(),
        new DPsgdOptions(), new DPsgdOptions { Form = DPsgdForm.AdaptThenCombine },
    ];

    [Theory]
    [MemberData(nameof(Algorithms), DisableDiscoveryEnumeration = true)]
    public void The_mean_model_moves_by_the_bound_a_round_at_most(GossipAlgorithmOptions algorithm)
    {
        using var bed = new RunBed();
        var experiment = _ring with { Algorithm = algorithm };
        Assert.InRange(Moved(bed, experiment, "clipped"), 0.1 * Bound, 2.001 * Bound);
        Assert.True(Moved(bed, experiment with { Privacy = null }, "free") > 3 * Bound);
    }

    [Fact]
    public void The_number_of_workers_changes_no_bit_of_the_noise()
    {
        using var bed = new RunBed();
        var experiment = _ring with { Privacy = new PrivacyOptions { Defences = [new ClipOptions(), new NoiseOptions { Std = 0.003 }] } };
        var one = bed.Sha(experiment, "one", workers: 1);
        Assert.Equal(one, bed.Sha(experiment, "five", workers: 5));
        Assert.NotEqual(one, bed.Sha(experiment with { Privacy = null }, "plain"));
    }

    private static double Moved(RunBed bed, Experiment experiment, string name)
    {
        bed.Run(experiment, name);
        using var task = ExperimentRun.Load(experiment, new DataLocations(bed.File("none"), bed.File("none")));
        var start = task.InitialPoint();
        var end = InitialVector.Read(bed.Directory(name).ModelPath, task.Layout);
        return FlatVector.Norm<float>(end, -1.0, start, 0.0, start);
    }
}
