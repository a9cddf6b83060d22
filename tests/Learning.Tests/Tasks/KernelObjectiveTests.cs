using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;
using Federated.Learning.Tests.Models;
using Xunit;

namespace Federated.Learning.Tests.Tasks;

/// <summary>Gradients by our own kernels: the contract, and the same network by libtorch.</summary>
public sealed class KernelObjectiveTests : ImageObjectiveContract
{
    [Theory]
    [InlineData("logistic", 1, 28, 28, 10, 50)]
    [InlineData("logistic", 1, 28, 28, 62, 7)]
    [InlineData("logistic", 3, 32, 32, 10, 20)]
    [InlineData("logistic", 1, 1, 1, 2, 4)]
    [InlineData("logistic", 1, 1, 7, 3, 1)]
    [InlineData("logistic", 2, 3, 5, 5, 64)]
    [InlineData("logistic", 3, 5, 11, 9, 33)]
    [InlineData("2nn", 1, 28, 28, 10, 20)]
    [InlineData("emnist-nn", 2, 5, 3, 62, 13)]
    [InlineData("cnn28", 1, 28, 28, 10, 50)]
    [InlineData("cnn28", 3, 28, 28, 62, 9)]
    [InlineData("lenet", 3, 32, 32, 10, 11)]
    [InlineData("pfl-cnn", 3, 32, 32, 10, 10)]
    [InlineData("pfl-cnn", 1, 8, 14, 3, 7)]
    public void Losses_and_gradients_are_those_of_libtorch(
        string model, int channels, int height, int width, int classes, int batchSize)
    {
        var task = TaskBed.Create(model, new SampleShape(channels, height, width), classes, batchSize);
        using var own = new KernelObjective(task, (SequentialNetwork)task.Network);
        using var torch = new NetworkObjective(task);
        Draw.Initial(task.Network).CopyTo(own.Point);
        own.Point.CopyTo(torch.Point);
        own.Open(0, 1);
        torch.Open(0, 1);
        for (var batch = 0; batch < Math.Min(4, (66 / batchSize) + 2); batch++)
        {
            own.NextBatch();
            torch.NextBatch();
            var (loss, expected) = (own.Evaluate(), torch.Evaluate());

            Assert.Equal(expected, loss, 1e-5 * Math.Max(1, expected));
            foreach (var tensor in task.Layout.Tensors)
            {
                AssertClose(
                    tensor.Name,
                    torch.Gradient.Slice(tensor.Offset, tensor.Length),
                    own.Gradient.Slice(tensor.Offset, tensor.Length));
            }
        }
    }

    [Theory]
    [InlineData("logistic", 6, 10)]
    [InlineData("logistic", 6, 7)]
    [InlineData("cnn28", 28, 10)]
    [InlineData("pfl-cnn", 8, 10)]
    public void Scores_are_those_of_libtorch(string model, int side, int classes)
    {
        var task = TaskBed.Create(model, new SampleShape(1, side, side), classes, batchSize: 20);
        using var own = new KernelObjective(task, (SequentialNetwork)task.Network);
        using var torch = new NetworkObjective(task);
        Draw.Initial(task.Network).CopyTo(own.Point);
        own.Point.CopyTo(torch.Point);
        Assert.Equal(3, task.BatchCount(EvaluationSplit.Test));
        for (var batch = 0; batch < 3; batch++)
        {
            var (score, expected) = (own.Score(EvaluationSplit.Test, batch), torch.Score(EvaluationSplit.Test, batch));

            Assert.Equal(batch < 2 ? 23 : 18, score.Samples);
            Assert.Equal((expected.Samples, expected.Correct), (score.Samples, score.Correct));
            Assert.Equal(expected.Loss, score.Loss, 1e-5 * expected.Loss);
        }
    }

    [Fact]
    public void Sequential_networks_in_float32_are_computed_by_our_own_kernels()
    {
        var task = TaskBed.Create("2nn", new SampleShape(1, 3, 3), 4, 5);
        using var own = task.CreateObjective();
        using var other = TaskBed.Create("resnet18-gn", new SampleShape(1, 32, 32), 4, 5).CreateObjective();
        using var rounded = new ClassificationTask(
            task.Experiment with { Precision = Precision.Bf16 }, task.Data, task.Partition, task.Network).CreateObjective();

        Assert.IsType<KernelObjective>(own);
        Assert.IsType<NetworkObjective>(other);
        Assert.IsType<NetworkObjective>(rounded);
    }

    private protected override ILocalObjective<float> Create(ClassificationTask task) =>
        new KernelObjective(task, (SequentialNetwork)task.Network);

    private static void AssertClose(string name, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var (difference, norm) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow(expected[i] - (double)actual[i], 2);
            norm += Math.Pow(expected[i], 2);
        }

        Assert.True(norm > 0, name);
        Assert.True(Math.Sqrt(difference) <= 1e-5 * Math.Sqrt(norm), $"{name}: relative difference {Math.Sqrt(difference / norm)}");
    }
}
