using Federated.Learning.Data.Text;
using Federated.Learning.Rounds;
using Federated.Learning.Tests.LanguageModels;
using Xunit;

namespace Federated.Learning.Tests.Tasks;

/// <summary>Answers to prompts.</summary>
public sealed class PromptObjectiveTests : LocalObjectiveContract
{
    /// <summary>Each prompt alone, by the equations written out: no padding, no batch.</summary>
    [Fact]
    public void The_score_is_that_of_the_answers_behind_each_prompt()
    {
        var data = LanguageBed.Prompts(Samples);
        using var objective = LanguageBed.Open(LanguageBed.Task(data, Samples));
        var (loss, correct) = (0.0, 0);
        for (var i = 0; i < Samples; i++)
        {
            var answers = Answers(((TokenSet)data.Test).Tokens(i).ToArray());
            var label = data.Test.Labels[i];
            loss += Math.Log(answers.Sum(Math.Exp)) - answers[label];
            correct += answers[label] == answers.Max() ? 1 : 0;
        }

        var score = objective.Score(EvaluationSplit.Test, 0);

        Assert.Equal(loss, score.Loss, 1e-2);
        Assert.Equal(correct, score.Correct);
        Assert.InRange(correct, 1, Samples - 1);
    }

    private protected override ILocalObjective<float> Open(int batchSize) =>
        LanguageBed.Open(LanguageBed.Task(LanguageBed.Prompts(Samples), batchSize));

    private static double[] Answers(int[] prompt)
    {
        var logits = new PlainTransformer(LanguageBed.Network.Shape, LanguageBed.Network.Layout, LanguageBed.Model.Weights!).Logits(prompt);
        return [logits[^1][65], logits[^1][66], logits[^1][67]];
    }
}
