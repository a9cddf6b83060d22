using Federated.Learning.Data;
using Federated.Learning.Data.NumPy;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Learning.Tests.Runs;

public sealed class NaiveFedAvgTests
{
    /// <summary>The second clip bound is below every gradient's norm: each step is clipped.</summary>
    [Theory]
    [InlineData(10.0)]
    [InlineData(0.5)]
    public void A_run_is_what_a_few_lines_in_double_precision_compute(double clipNorm)
    {
        using var bed = new RunBed();
        int[][] cohorts = [[0, 2, 4], [1], [0, 1, 2, 3, 4], [3, 4]];
        var experiment = RunBed.Small with
        {
            Rounds = cohorts.Length,
            Partition = ReproductionTests.Slices(bed),
            Local = new LocalOptions { Epochs = 2, BatchSize = 25, LearningRate = 0.05, LearningRateDecay = 0.9, WeightDecay = 0.01, ClipNorm = clipNorm, Order = BatchOrder.File },
            Cohort = new ExplicitCohortOptions { Rounds = cohorts },
            Output = new OutputOptions { GlobalVectors = true },
        };
        bed.Run(experiment);

        var data = new DatasetCatalogue(new DataLocations("none", "none")).Load(experiment.Data, experiment.Seed);
        var clients = Enumerable.Range(0, 5).Select(i => Enumerable.Range(100 * i, 40 + (10 * i)).ToArray()).ToArray();
        float[] Vector(int round) => NpyFile.Read(bed.Directory("run").VectorPath(round)).ToSingles();
        var points = new NaiveFedAvg((ImageSet)data.Train, experiment.Local).Run(Vector(0), clients, cohorts);
        for (var round = 1; round <= cohorts.Length; round++)
        {
            var actual = Vector(round);
            Assert.All(points[round].Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            Assert.Contains(points[round].Zip(points[round - 1]), pair => Math.Abs(pair.First - pair.Second) > 1e-3);
        }
    }
}
