using Federated.Learning.Data;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;
using Federated.Learning.Tests.Models;
using Xunit;

namespace Federated.Learning.Tests.Tasks;

/// <summary>What every oracle of gradients on images promises besides: masks, crops, and large logits.</summary>
public abstract class ImageObjectiveContract : LocalObjectiveContract
{
    [Theory]
    [InlineData("pfl-cnn", 12, Augmentation.FlipCrop)]
    [InlineData("cnn28", 28, Augmentation.FlipCrop)]
    [InlineData("logistic", 6, Augmentation.None)]
    public void Every_network_is_the_same_function_in_a_second_evaluation(string model, int side, Augmentation augment) =>
        SeesTheSameFunctionAgain(Open(model, side, augment));

    [Fact]
    public void Another_objective_draws_the_same_masks_and_crops() =>
        DrawTheSame(Open("pfl-cnn", 12, Augmentation.FlipCrop), Open("pfl-cnn", 12, Augmentation.FlipCrop));

    /// <summary>One batch holds all samples, so only masks and crops can make a difference.</summary>
    [Theory]
    [InlineData("pfl-cnn", Augmentation.None)]
    [InlineData("2nn", Augmentation.FlipCrop)]
    public void Masks_and_crops_differ_between_batches_and_between_rounds(string model, Augmentation augment)
    {
        using var objective = Open(model, 12, augment, batchSize: Samples);
        objective.NextBatch();
        var first = objective.Evaluate();
        objective.NextBatch();
        var second = objective.Evaluate();
        objective.Open(0, 2);
        objective.NextBatch();
        var later = objective.Evaluate();

        Assert.Equal(3, new[] { first, second, later }.Select(loss => Math.Round(loss, 5)).Distinct().Count());
    }

    [Fact]
    public void Evaluation_has_no_dropout_and_no_crops()
    {
        using var objective = Open("pfl-cnn", 12, Augmentation.FlipCrop);
        var score = objective.Score(EvaluationSplit.Test, 0);
        objective.NextBatch();
        objective.Evaluate();

        Assert.Equal(score, objective.Score(EvaluationSplit.Test, 0));
        Assert.Equal(score, objective.Score(EvaluationSplit.Train, 0));
    }

    [Fact]
    public void The_loss_of_everything_is_the_score_of_convolutions_too()
    {
        using var objective = Open("cnn28", 28, Augmentation.None, batchSize: Samples);
        objective.NextBatch();

        Assert.Equal(objective.Evaluate(), objective.Score(EvaluationSplit.Train, 0).MeanLoss, 1e-5);
    }

    [Theory]
    [InlineData("logistic", 3)]
    [InlineData("cnn28", 28)]
    public void Large_logits_do_not_overflow(string model, int side)
    {
        using var objective = Open(model, side, Augmentation.None, batchSize: Samples);
        foreach (ref var value in objective.Point)
        {
            value *= 1e4f;
        }

        objective.NextBatch();

        Assert.True(double.IsFinite(objective.Evaluate()));
        Assert.All(objective.Gradient.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData("logistic", 3)]
    [InlineData("cnn28", 28)]
    public void A_diverged_point_of_any_network_is_noticed(string model, int side) => NoticesDivergence(Open(model, side, Augmentation.None));

    private protected abstract ILocalObjective<float> Create(ClassificationTask task);

    private protected override ILocalObjective<float> Open(int batchSize) => Open("2nn", 4, Augmentation.None, batchSize);

    private ILocalObjective<float> Open(string model, int side, Augmentation augment, int batchSize = 16)
    {
        var task = TaskBed.Create(model, new SampleShape(1, side, side), 10, batchSize, Samples, augment);
        var objective = Create(task);
        Draw.Initial(task.Network).CopyTo(objective.Point);
        objective.Open(0, 1);
        return objective;
    }
}
