using Federated.Learning.Algorithms;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Synthetic;
using Federated.Learning.Experiments;
using Federated.Learning.LanguageModels;
using Federated.Learning.Models;
using Federated.Learning.Rounds;
using Federated.Learning.Tests.Tasks;
using Xunit;
using static TorchSharp.torch;

namespace Federated.Learning.Tests.Runs;

/// <summary>Runs alone: tensors are counted for the whole process.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ResourceTests
{
    private const string Name = "alone";

    [Theory]
    [InlineData("cnn28", Precision.Float32, false)]
    [InlineData("cnn28", Precision.Bf16, true)]
    [InlineData("pfl-cnn", Precision.Bf16, true)]
    [InlineData("logistic", Precision.Float32, false)]
    public void Live_tensors_do_not_grow_over_rounds(string model, Precision precision, bool byTensors)
    {
        // What other tests left to the finaliser may not disappear while we count.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var before = Tensor.TotalCount;
        var counts = new List<long>();
        using var bed = new RunBed { OnRound = _ => counts.Add(Tensor.TotalCount) };
        var local = new LocalOptions { Steps = 2, BatchSize = 10 };
        bed.Run(RunBed.SmallCnn with { Rounds = 4, Local = local, Precision = precision, Model = new ModelOptions { Name = model } }, workers: 1);

        Assert.Equal(4, counts.Count);
        Assert.All(counts, count => Assert.Equal(counts[0], count));
        Assert.Equal(byTensors, counts[0] > before);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory]
    [InlineData(Trainable.All)]
    [InlineData(Trainable.NormsAndBiases)]
    [InlineData(Trainable.Lora)]
    public void Live_tensors_do_not_grow_over_steps_of_a_language_model(Trainable trainable)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var before = Tensor.TotalCount;
        using (var task = LanguageBed.Task(LanguageBed.Text(64), batchSize: 8, LanguageBed.Options(trainable)))
        {
            using var objective = LanguageBed.Open(task);
            var counts = new List<long>();
            for (var step = 0; step < 50; step++)
            {
                objective.NextBatch();
                objective.Evaluate();
                objective.Loss();
                objective.Score(EvaluationSplit.Test, step % 5);
                counts.Add(Tensor.TotalCount);
            }

            Assert.True(counts[0] > before);
            Assert.All(counts, count => Assert.Equal(counts[0], count));
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Of_many_clients_only_the_sampled_ones_leave_anything()
    {
        using var bed = new RunBed();
        var experiment = RunBed.Small with
        {
            Algorithm = new FedSpeedOptions(),
            Data = new SyntheticOptions { Height = 2, Width = 2, Classes = 2, Train = 100_000, Test = 100 },
            Partition = new IidPartitionOptions { Clients = 100_000 },
            Cohort = new FixedCohortOptions { Count = 10 },
            Checkpoint = new CheckpointOptions { Every = 1 },
        };
        var result = bed.Run(experiment);

        Assert.Equal(100_000, result.Summary!.Clients);
        Assert.Equal(30, result.Totals.ClientUpdates);
        var states = Directory.GetFiles(bed.Directory("run").ClientStatesPath, "client-*");
        Assert.InRange(states.Length, 11, 30);
        Assert.Equal(states.Length, states.Select(path => Path.GetFileName(path)[..15]).Distinct().Count());
        Assert.InRange(new FileInfo(bed.Directory("run").PartitionPath).Length, 1, 1_000_000);
    }
}
