using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Text;
using Federated.Learning.Experiments;
using Federated.Learning.LanguageModels;
using Federated.Learning.Models;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;
using Federated.Learning.Tests.Models;

namespace Federated.Learning.Tests.Tasks;

/// <summary>A small GPT on bytes and random sequences; one client holds all of them.</summary>
internal static class LanguageBed
{
    public const int Window = 6;

    /// <summary>10,944 parameters.</summary>
    public static Transformer Network { get; } =
        new(new TransformerShape { Vocabulary = 256, Context = 12, Width = 16, Blocks = 2, Heads = 2 });

    /// <summary>The small model with weights that are far enough from its first ones for every part to matter.</summary>
    public static LanguageModel Model { get; } = new("small", Network, new ByteTokenizer(), Weights());

    /// <summary>Windows on random text.</summary>
    public static FederatedDataset Text(int samples)
    {
        var tokens = Draw.Labels((samples * Window) + 1, 256);
        var set = TokenSet.Windows(tokens, 0, tokens.Length, Window);
        return new FederatedDataset("random", set, set);
    }

    /// <summary>Prompts of 1 to 9 tokens, which end in the letter that is the answer or in another one.</summary>
    public static FederatedDataset Prompts(int samples)
    {
        var lengths = Draw.Labels(samples, 9, lane: 1).Select(length => length + 1).ToArray();
        var ends = lengths.Select((_, i) => lengths.Take(i + 1).Sum()).ToArray();
        var set = new TokenSet(
            Draw.Labels(ends[^1], 256, lane: 2),
            [.. ends.Select((end, i) => new Range(end - lengths[i], end))],
            Draw.Labels(samples, 3, lane: 3),
            classes: 3,
            answers: [65, 66, 67]);
        return new FederatedDataset("prompts", set, set);
    }

    public static LanguageTask Task(FederatedDataset data, int batchSize, ModelOptions? options = null, LanguageModel? model = null)
    {
        var experiment = new Experiment
        {
            Task = TaskKind.Language,
            Algorithm = new FedAvgOptions(),
            Data = new MailsOptions(),
            Model = options ?? new ModelOptions { Name = "byte-gpt" },
            Local = new LocalOptions { BatchSize = batchSize },
            Evaluation = new EvaluationOptions { BatchSize = batchSize + 3 },
        };
        var partition = Partition.FromLists([[.. Enumerable.Range(0, data.Train.Count)]]);
        return new LanguageTask(experiment, data, partition, model ?? Model);
    }

    public static ModelOptions Options(Trainable trainable) => new() { Name = "byte-gpt", Trainable = trainable };

    /// <summary>An oracle at its client's round 1 and at the task's first parameters.</summary>
    public static ILocalObjective<float> Open(LanguageTask task)
    {
        var objective = task.CreateObjective();
        task.Initialise(objective.Point);
        objective.Open(0, 1);
        return objective;
    }

    private static float[] Weights()
    {
        var weights = new float[Network.Layout.Dimension];
        Network.Layout.Initialise(3, weights);
        var noise = Draw.Normal(weights.Length, lane: 5);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] += 0.15f * noise[i];
        }

        return weights;
    }
}
