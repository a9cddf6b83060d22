using Federated.Learning.Rounds;
using Xunit;

namespace Federated.Learning.Tests.Tasks;

/// <summary>What every oracle of mini-batch gradients promises, whoever computes them.</summary>
public abstract class LocalObjectiveContract
{
    /// <summary>Samples of the only client, and of the test set.</summary>
    protected const int Samples = 64;

    /// <summary>What the samples count in a score.</summary>
    protected virtual int Predictions => Samples;

    [Fact]
    public void A_second_evaluation_sees_the_same_function() => SeesTheSameFunctionAgain(Open(16));

    [Fact]
    public void Another_objective_of_the_same_client_and_round_draws_the_same() => DrawTheSame(Open(16), Open(16));

    [Fact]
    public void The_loss_without_a_gradient_is_the_loss_with_one()
    {
        using var objective = Open(16);
        objective.NextBatch();

        Assert.Equal(objective.Evaluate(), objective.Loss(), 1e-6);
    }

    /// <summary>Without dropout and augmentation the loss of one full batch is the score of all samples.</summary>
    [Fact]
    public void The_loss_of_everything_is_the_score()
    {
        using var objective = Open(Samples);
        objective.NextBatch();
        var loss = objective.Evaluate();
        var score = objective.Score(EvaluationSplit.Train, 0);

        Assert.Equal(Predictions, score.Samples);
        Assert.Equal(score.MeanLoss, loss, 1e-5);
    }

    [Fact]
    public void A_small_last_batch_counts_its_own_samples()
    {
        using var objective = Open(Samples - 1);
        objective.NextBatch();
        objective.Evaluate();
        objective.NextBatch();
        var loss = objective.Evaluate();

        // The loss of the one sample that was left must be that of one sample in the set.
        Assert.Contains(SingleLosses(), single => Math.Abs(single - loss) < 1e-5);
    }

    [Fact]
    public void A_diverged_point_is_noticed() => NoticesDivergence(Open(16));

    /// <summary>The oracle at its client's first batch of round 1, at first parameters; samples are taken as they are.</summary>
    private protected abstract ILocalObjective<float> Open(int batchSize);

    private protected static void SeesTheSameFunctionAgain(ILocalObjective<float> objective)
    {
        using (objective)
        {
            objective.NextBatch();
            var (loss, gradient) = (objective.Evaluate(), objective.Gradient.ToArray());

            Assert.Equal(loss, objective.Evaluate());
            Assert.Equal(gradient, objective.Gradient.ToArray());
            objective.Score(EvaluationSplit.Test, 0);
            Assert.Equal(loss, objective.Evaluate());
            Assert.Equal(gradient, objective.Gradient.ToArray());
        }
    }

    private protected static void DrawTheSame(ILocalObjective<float> one, ILocalObjective<float> other)
    {
        using (one)
        using (other)
        {
            for (var batch = 0; batch < 9; batch++)
            {
                one.NextBatch();
                other.NextBatch();
                Assert.Equal(one.Evaluate(), other.Evaluate());
                Assert.Equal(one.Gradient.ToArray(), other.Gradient.ToArray());
            }
        }
    }

    private protected static void NoticesDivergence(ILocalObjective<float> objective)
    {
        using (objective)
        {
            objective.Point.Fill(float.NaN);
            objective.NextBatch();

            Assert.True(double.IsNaN(objective.Evaluate()));
            Assert.Contains(objective.Gradient.ToArray(), float.IsNaN);
        }
    }

    private List<double> SingleLosses()
    {
        using var objective = Open(1);
        var losses = new List<double>();
        for (var sample = 0; sample < Samples; sample++)
        {
            objective.NextBatch();
            losses.Add(objective.Evaluate());
        }

        return losses;
    }
}
