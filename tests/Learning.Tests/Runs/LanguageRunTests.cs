using System.Text.Json.Nodes;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Text;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.LanguageModels;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Federated.Learning.Runs;
using Federated.Learning.Tests.LanguageModels.HuggingFace;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.Runs;

/// <summary>Whole runs of small GPTs on a small text.</summary>
public sealed class LanguageRunTests : IDisposable
{
    private readonly RunBed _bed = new();

    public LanguageRunTests()
    {
        Directory.CreateDirectory(_bed.File("text"));
        foreach (var (name, words) in new[] { ("a", "to be or not to be "), ("b", "that is the question "), ("c", "whether tis nobler in the mind ") })
        {
            File.WriteAllText(Path.Combine(_bed.File("text"), $"{name}.txt"), string.Concat(Enumerable.Repeat(words, 40)));
        }
    }

    public static TheoryData<AlgorithmOptions> Families { get; } =
    [
        new FedAvgOptions(),
        new FedSpeedOptions(),
        new DFedAvgOptions(),
        new OneByteOptions(),
    ];

    private ModelOptions Small { get; } = new() { Name = "byte-gpt", Width = 16, Blocks = 1, Heads = 2, Context = 8 };

    private Experiment Experiment => new()
    {
        Task = TaskKind.Language,
        Rounds = 3,
        Algorithm = new FedAvgOptions(),
        Data = new TextOptions { Folder = _bed.File("text"), Window = 8 },
        Partition = new NaturalPartitionOptions(),
        Model = Small,
        Local = new LocalOptions { Steps = 6, BatchSize = 8, LearningRate = 0.5 },
        Cohort = new FixedCohortOptions { Count = 3 },
        Evaluation = new EvaluationOptions { BatchSize = 5 },
    };

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void FedAvg_learns_a_text()
    {
        var result = _bed.Run(Experiment with { Rounds = 12 });

        Assert.True(result.Summary!.FinalTestLoss < 3.2, $"{result.Summary.FinalTestLoss} nats per byte");
        Assert.True(Math.Log(256) > 5.5);
        Assert.Equal((3, 7536), (result.Summary.Clients, result.Summary.Parameters));
    }

    [Theory]
    [MemberData(nameof(Families), DisableDiscoveryEnumeration = true)]
    public void The_number_of_workers_changes_no_bit(AlgorithmOptions algorithm)
    {
        var experiment = With(algorithm);
        var one = _bed.Run(experiment, "one", workers: 1).Summary!;
        var three = _bed.Run(experiment, "three", workers: 3).Summary!;

        Assert.Equal((one.ModelSha256, one.FinalTestLoss, one.FinalTestAccuracy), (three.ModelSha256, three.FinalTestLoss, three.FinalTestAccuracy));
        Assert.NotEqual(one.ModelSha256, _bed.Sha(experiment with { Seed = 21 }, "other"));
    }

    [Theory]
    [InlineData(Trainable.NormsAndBiases, 15 * 16)]
    [InlineData(Trainable.Lora, 8 * 64)]
    public void Only_the_trained_part_is_exchanged(Trainable trainable, int parameters)
    {
        var summary = _bed.Run(Experiment with { Model = Small with { Trainable = trainable } }).Summary!;

        Assert.Equal(parameters, summary.Parameters);
        Assert.Equal(3L * 3 * parameters * sizeof(float), summary.BytesUp);
    }

    [Theory]
    [InlineData(Trainable.All)]
    [InlineData(Trainable.NormsAndBiases)]
    [InlineData(Trainable.Lora)]
    public void A_result_is_a_whole_model_from_which_another_run_goes_on(Trainable trainable)
    {
        var first = _bed.Run(Experiment with { Model = Small with { Trainable = trainable } }, "first").Summary!;
        var path = _bed.Directory("first").ModelPath;
        var model = ByteGptFile.Read(path);

        Assert.Equal(Experiment.Model.Width, model.Network.Shape.Width);
        Assert.Equal(first.ModelSha256, SafetensorsFile.Read(path).Metadata["model_sha256"]);
        Assert.NotEmpty(SafetensorsFile.Read(path).Metadata["trainable"]);

        // A step so small that nothing is learned shows the loss from which the second run starts.
        var still = Experiment with
        {
            Rounds = 1,
            Model = new ModelOptions { Name = "byte-gpt", Initial = path },
            Local = new LocalOptions { Steps = 1, LearningRate = 1e-12, WeightDecay = 0 },
        };
        Assert.Equal(first.FinalTestLoss!.Value, _bed.Run(still, "second").Summary!.FinalTestLoss!.Value, 1e-4);
    }

    [Fact]
    public void Sizes_beside_a_file_that_has_them_must_be_its_own()
    {
        _bed.Run(Experiment, "first");
        var path = _bed.Directory("first").ModelPath;
        var options = new ModelOptions { Name = "byte-gpt", Initial = path, Width = 32 };

        Assert.Equal(
            $"model.width: 32; the model in {path} has 16, so 16 or no such key is accepted",
            Assert.Throws<InputException>(() => LanguageModelCatalogue.Create(options)).Message);
    }

    [Fact]
    public void A_log_of_bytes_rebuilds_the_trained_part()
    {
        var experiment = With(new OneByteOptions()) with { Model = Small with { Trainable = Trainable.NormsAndBiases } };
        var sha = _bed.Sha(experiment);
        var replayed = SealedRun.Replay(_bed.File("run"), new DataLocations(_bed.File("none"), _bed.File("none")), rounds: null, threads: 1);

        Assert.Equal(15 * 16, replayed.Layout.Dimension);
        Assert.Equal(sha, ModelHash.Of(replayed.Replica.Theta));
        var path = _bed.File("replayed.safetensors");
        replayed.WriteModel(path, new Dictionary<string, string>());
        Assert.Equal(ByteGptFile.Read(_bed.Directory("run").ModelPath).Weights, ByteGptFile.Read(path).Weights);
    }

    /// <summary>Eight machines on a model that has only seen speeches: a byte teaches as much as four, a bit less.</summary>
    [Fact]
    public void One_byte_per_gradient_teaches_the_shipped_model_mails()
    {
        var mails = Experiment with
        {
            Rounds = 60,
            Algorithm = new OneByteOptions { Copies = MachineCopies.Shared },
            Data = new MailsOptions { TestSamples = 200 },
            Partition = new IidPartitionOptions { Clients = 8 },
            Model = new ModelOptions { Name = "sotu-gpt", Trainable = Trainable.NormsAndBiases },
            Local = new LocalOptions { BatchSize = 4, LearningRate = 0.03, LearningRateDecay = 1, WeightDecay = 0 },
            Evaluation = new EvaluationOptions { Every = 60, Initial = true, BatchSize = 100 },
        };
        var bytes = _bed.Run(mails, "bytes").Summary!;
        var floats = _bed.Run(mails with { Algorithm = new OneByteOptions { Code = GradientCode.Float32 } }, "floats").Summary!;
        var signs = _bed.Run(
            mails with { Algorithm = new OneByteOptions { Code = GradientCode.Sign }, Local = mails.Local with { LearningRate = 0.018 } }, "signs").Summary!;
        var before = (double)JsonNode.Parse(File.ReadLines(_bed.Directory("bytes").MetricsPath).First())!["test_loss"]!;

        Assert.True(bytes.FinalTestLoss < before - 0.05, $"{before} before, {bytes.FinalTestLoss} after");
        Assert.Equal(floats.FinalTestLoss!.Value, bytes.FinalTestLoss!.Value, 0.01);
        Assert.True(signs.FinalTestLoss > bytes.FinalTestLoss, $"signs {signs.FinalTestLoss}, bytes {bytes.FinalTestLoss}");
        Assert.Equal((2624, 480L, 1920L, 60L), (bytes.Parameters, bytes.BytesUp, floats.BytesUp, signs.BytesUp));
    }

    /// <summary>A GPT-2 folder, prompts with label words, one byte per gradient on adapters, the log's replay.</summary>
    [Fact]
    public void Models_of_other_libraries_are_tuned_on_prompts()
    {
        using var folder = ModelFolder.Gpt2(out var checkpoint);
        checkpoint.Write(folder.File("model.safetensors"), "F32");
        var lines = Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "the thing\t0" : "in the\t1").Prepend("sentence\tlabel").ToArray();
        File.WriteAllLines(_bed.File("prompts.tsv"), lines);
        var experiment = With(new OneByteOptions { Samples = 2 }) with
        {
            Data = new PromptsOptions { Train = _bed.File("prompts.tsv"), Test = _bed.File("prompts.tsv"), Prompt = "{text}", Words = ["h", "t"] },
            Partition = new IidPartitionOptions { Clients = 4 },
            Model = new ModelOptions { Name = "gpt2", Folder = folder.Path, Trainable = Trainable.Lora, LoraRank = 2 },
        };
        var run = _bed.Run(experiment).Summary!;

        Assert.NotNull(run.FinalTestAccuracy);
        Assert.Equal(3L * 4 * 2, run.BytesUp);
        var replay = SealedRun.Replay(_bed.File("run"), new DataLocations(_bed.File("none"), _bed.File("none")), rounds: null, threads: 1);
        Assert.Equal(run.ModelSha256, ModelHash.Of(replay.Replica.Theta));
    }

    [Fact]
    public void Prompts_are_learned()
    {
        var lines = Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? "bad\t0" : "ok\t1");
        foreach (var half in new[] { "train.tsv", "test.tsv" })
        {
            File.WriteAllLines(_bed.File(half), lines.Prepend("sentence\tlabel"));
        }

        var result = _bed.Run(Experiment with
        {
            Rounds = 8,
            Data = new PromptsOptions { Train = _bed.File("train.tsv"), Test = _bed.File("test.tsv"), Prompt = "{text}: ", Words = ["N", "P"] },
            Partition = new DirichletPartitionOptions { Clients = 3 },
        });

        Assert.Equal(1.0, result.Summary!.FinalTestAccuracy);
        Assert.Equal(8L * 3 * 7536 * sizeof(float), result.Summary.BytesUp);
    }

    private Experiment With(AlgorithmOptions algorithm) => Experiment with
    {
        Algorithm = algorithm,
        Topology = algorithm is GossipAlgorithmOptions ? new FullTopologyOptions() : null,
        Local = algorithm is OneByteOptions ? new LocalOptions { BatchSize = 8, LearningRate = 0.001 } : Experiment.Local,
    };
}
