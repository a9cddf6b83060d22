using Federated.Learning.Data.Arrays;
using Federated.Learning.Data.NumPy;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Federated.Learning.Tests.Models;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Federated.Learning.Tests.Runs;

/// <summary>Clients whose updates are not finite.</summary>
public sealed class DivergenceTests
{
    private static readonly LocalOptions _unclipped = new() { Epochs = 1, BatchSize = 5, LearningRate = 1e9, WeightDecay = 0, ClipNorm = double.PositiveInfinity };

    [Fact]
    public void A_client_that_diverges_is_left_out_and_named()
    {
        using var bed = new RunBed();
        var result = bed.Run(Experiment(bed, huge: [1]));
        var with = bed.Sha(Experiment(bed, huge: [1]) with { Cohort = new ExplicitCohortOptions { Rounds = [[0, 2]] } }, "without it");

        Assert.Equal(RunOutcome.Completed, result.Outcome);
        Assert.Equal((2L, 4L), (result.Totals.Rejected, result.Totals.ClientUpdates));
        Assert.Equal(with, result.Summary!.ModelSha256);
        Assert.True(double.IsFinite(result.Summary.FinalTestLoss!.Value));
        Assert.Equal(2, bed.Log.Entries.Count(entry => entry.Level == LogLevel.Warning && entry.Message.Contains("client 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_round_in_which_all_diverge_ends_the_run()
    {
        using var bed = new RunBed();
        var failure = Assert.Throws<RunFailedException>(() => bed.Run(Experiment(bed, huge: [0, 1, 2])));

        Assert.Equal(
            "round 1: every update of the 3 clients was NaN or infinite; a smaller local.learning_rate or local.clip_norm would keep them finite",
            failure.Message);
        Assert.False(File.Exists(bed.Directory("run").SummaryPath));
    }

    /// <summary>A network by libtorch must notice it too: ReLU and pooling may not swallow NaN.</summary>
    [Fact]
    public void Networks_diverge_visibly()
    {
        using var bed = new RunBed();
        var experiment = RunBed.SmallCnn with { Local = _unclipped with { LearningRate = 1e30, Epochs = 3 } };

        Assert.Throws<RunFailedException>(() => bed.Run(experiment));
    }

    [Fact]
    public void NaN_in_the_data_is_refused_before_anything_runs()
    {
        using var bed = new RunBed();
        var experiment = Experiment(bed, huge: []);
        var values = new float[40];
        values[17] = float.NaN;
        NpyFile.Write(bed.File("data/client_2_x.npy"), values, 10, 4);

        Assert.Equal(
            $"{bed.File("data/client_2_x.npy")}: NaN in sample 4; expected finite single precision numbers",
            Assert.Throws<InputException>(() => bed.Run(experiment)).Message);
    }

    /// <summary>Three clients with ten samples of four features, tiny ones, or huge ones, which overflow at this learning rate.</summary>
    private static Experiment Experiment(RunBed bed, int[] huge)
    {
        Directory.CreateDirectory(bed.File("data"));
        for (var client = 0; client < 3; client++)
        {
            var scale = huge.Contains(client) ? 1e35f : 1e-5f;
            Write(bed, $"client_{client}", scale, client);
        }

        Write(bed, "test", 1e-5f, 3);
        return RunBed.Small with
        {
            Rounds = 2,
            Data = new ArraysOptions { Path = bed.File("data"), Classes = 3 },
            Partition = new NaturalPartitionOptions(),
            Cohort = new FixedCohortOptions { Count = 3 },
            Local = _unclipped,
        };
    }

    private static void Write(RunBed bed, string name, float scale, int lane)
    {
        var values = Draw.Normal(40, lane).Select(value => value * scale).ToArray();
        NpyFile.Write(bed.File($"data/{name}_x.npy"), values, 10, 4);
        NpyFile.Write(bed.File($"data/{name}_y.npy"), Draw.Labels(10, 3, lane), 10);
    }
}
