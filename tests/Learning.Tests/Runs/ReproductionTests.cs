using System.Security.Cryptography;
using System.Text.Json;
using Federated.Learning.Data.NumPy;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Federated.Learning.Tests.Models;
using Xunit;

namespace Federated.Learning.Tests.Runs;

/// <summary>What a run writes is enough to do it again, here or elsewhere.</summary>
public sealed class ReproductionTests
{
    [Fact]
    public void Every_global_vector_is_written_from_the_initial_to_the_final_one()
    {
        using var bed = new RunBed();
        var sha = bed.Sha(RunBed.Small with { Output = new OutputOptions { GlobalVectors = true } });
        var directory = bed.Directory("run");
        var network = Draw.Network("logistic", 1, 28);

        Assert.Equal(Draw.Initial(network), NpyFile.Read(directory.VectorPath(0)).ToSingles());
        Assert.Equal(4, Directory.GetFiles(Path.GetDirectoryName(directory.VectorPath(0))!).Length);
        var vectors = Enumerable.Range(0, 4).Select(round => NpyFile.Read(directory.VectorPath(round)).ToSingles()).ToList();
        Assert.Equal(4, vectors.Select(Sha).Distinct().Count());
        Assert.Equal(sha, Sha(vectors[3]));
        var model = new float[network.Layout.Dimension];
        SafetensorsFile.Read(directory.ModelPath).CopyTo(network.Layout, model);
        Assert.Equal(vectors[3], model);
    }

    [Fact]
    public void Global_vectors_are_written_only_when_asked_for()
    {
        using var bed = new RunBed();
        bed.Run(RunBed.Small);

        Assert.False(Directory.Exists(Path.GetDirectoryName(bed.Directory("run").VectorPath(0))));
    }

    [Fact]
    public void The_written_experiment_gives_the_same_result()
    {
        using var bed = new RunBed();
        var sha = bed.Sha(RunBed.SmallCnn);
        var written = ExperimentFile.Load(bed.Directory("run").ExperimentPath, []);

        Assert.Equal(sha, bed.Sha(written, "again"));
    }

    /// <summary>The second run has another seed: with all choices imposed, nothing of it is left to matter.</summary>
    [Theory]
    [InlineData(".npy")]
    [InlineData(".safetensors")]
    public void Imposed_choices_leave_nothing_to_the_seed(string extension)
    {
        using var bed = new RunBed();
        var experiment = RunBed.SmallCnn with
        {
            Rounds = 2,
            Partition = Slices(bed),
            Local = RunBed.SmallCnn.Local with { Order = BatchOrder.File },
            Cohort = new ExplicitCohortOptions { Rounds = [[3, 1], [0, 1, 4]] },
            Output = new OutputOptions { GlobalVectors = true },
        };
        var sha = bed.Sha(experiment, "first");
        var path = bed.Directory("first").VectorPath(0);
        if (extension == ".safetensors")
        {
            var flat = NpyFile.Read(path).ToSingles();
            path = bed.File($"initial{extension}");
            SafetensorsFile.Write(path, Draw.Network("cnn28", 1, 28).Layout, flat);
        }

        var other = experiment with { Seed = 21 };
        Assert.Equal(sha, bed.Sha(other with { Model = other.Model with { Initial = path } }, "second"));
        Assert.NotEqual(sha, bed.Sha(other, "without"));
    }

    [Fact]
    public void An_initial_vector_that_does_not_fit_is_refused()
    {
        using var bed = new RunBed();
        var path = bed.File("initial.npy");
        NpyFile.Write(path, new float[10], 10);
        var model = new ModelOptions { Name = "logistic", Initial = path };

        Assert.Equal(
            $"model.initial: {path} holds 10 numbers; expected 7850, as the model has parameters",
            Assert.Throws<InputException>(() => bed.Run(RunBed.Small with { Model = model })).Message);
        Assert.Equal(
            "model.initial: x.txt is not accepted; expected a .npy or .safetensors file",
            Assert.Throws<InputException>(() => bed.Run(RunBed.Small with { Model = model with { Initial = "x.txt" } })).Message);
    }

    /// <summary>Five clients with 40 to 80 samples.</summary>
    internal static FilePartitionOptions Slices(RunBed bed)
    {
        var path = bed.File("partition.json");
        File.WriteAllText(path, JsonSerializer.Serialize(Enumerable.Range(0, 5).Select(i => Enumerable.Range(100 * i, 40 + (10 * i)))));
        return new FilePartitionOptions { Path = path };
    }

    private static string Sha(float[] values) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values)));
}
