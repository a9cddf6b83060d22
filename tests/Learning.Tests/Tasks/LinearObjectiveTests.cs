using Federated.Learning.Data;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;
using Federated.Learning.Tests.Models;
using Xunit;

namespace Federated.Learning.Tests.Tasks;

/// <summary>Logistic regression by our own kernels against the same network by libtorch.</summary>
public sealed class LinearObjectiveTests
{
    [Theory]
    [InlineData(1, 28, 28, 10, 50)]
    [InlineData(1, 28, 28, 62, 7)]
    [InlineData(3, 32, 32, 10, 20)]
    [InlineData(1, 1, 1, 2, 4)]
    [InlineData(1, 1, 7, 3, 1)]
    [InlineData(2, 3, 5, 5, 64)]
    [InlineData(1, 1, 17, 6, 13)]
    [InlineData(3, 5, 11, 9, 33)]
    [InlineData(1, 4, 4, 13, 3)]
    public void Losses_and_gradients_are_those_of_libtorch(int channels, int height, int width, int classes, int batchSize)
    {
        var task = TaskBed.Create("logistic", new SampleShape(channels, height, width), classes, batchSize);
        using var own = new LinearObjective(task);
        using var torch = new NetworkObjective(task);
        Draw.Normal(task.Layout.Dimension, lane: 5).CopyTo(own.Point);
        own.Point.CopyTo(torch.Point);
        own.Open(0, 1);
        torch.Open(0, 1);
        for (var batch = 0; batch < 66 / batchSize + 2; batch++)
        {
            own.NextBatch();
            torch.NextBatch();
            var (loss, expected) = (own.Evaluate(), torch.Evaluate());

            Assert.Equal(expected, loss, 1e-5 * Math.Max(1, expected));
            AssertClose(torch.Gradient, own.Gradient);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(7)]
    public void Scores_are_those_of_libtorch(int classes)
    {
        var task = TaskBed.Create("logistic", new SampleShape(1, 6, 6), classes, batchSize: 20);
        using var own = new LinearObjective(task);
        using var torch = new NetworkObjective(task);
        Draw.Normal(task.Layout.Dimension, lane: 5).CopyTo(own.Point);
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
    public void A_second_evaluation_sees_the_same_batch()
    {
        var task = TaskBed.Create("logistic", new SampleShape(1, 3, 3), 4, batchSize: 5);
        using var objective = new LinearObjective(task);
        objective.Open(0, 1);
        objective.NextBatch();
        var loss = objective.Evaluate();
        var gradient = objective.Gradient.ToArray();

        Assert.Equal(loss, objective.Evaluate());
        Assert.Equal(gradient, objective.Gradient.ToArray());
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        var task = TaskBed.Create("logistic", new SampleShape(1, 3, 3), 4, batchSize: 64);
        using var objective = new LinearObjective(task);
        Draw.Normal(task.Layout.Dimension, lane: 5).Select(value => 1e4f * value).ToArray().CopyTo(objective.Point);
        objective.Open(0, 1);
        objective.NextBatch();

        Assert.True(double.IsFinite(objective.Evaluate()));
        Assert.All(objective.Gradient.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Only_logistic_regression_in_float32_is_computed_by_our_own_kernels()
    {
        using var own = TaskBed.Create("logistic", new SampleShape(1, 3, 3), 4, 5).CreateObjective();
        using var other = TaskBed.Create("2nn", new SampleShape(1, 3, 3), 4, 5).CreateObjective();

        Assert.IsType<LinearObjective>(own);
        Assert.IsType<NetworkObjective>(other);
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var (difference, norm) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow(expected[i] - (double)actual[i], 2);
            norm += Math.Pow(expected[i], 2);
        }

        Assert.True(norm > 0);
        Assert.True(Math.Sqrt(difference) <= 1e-5 * Math.Sqrt(norm), $"relative difference {Math.Sqrt(difference / norm)}");
    }
}
