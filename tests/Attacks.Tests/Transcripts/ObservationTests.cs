using Federated.Attacks.Derivatives;
using Federated.Attacks.Transcripts;
using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Numerics;
using Federated.Learning.Privacy;
using Federated.Learning.Rounds;
using Xunit;

namespace Federated.Attacks.Tests.Transcripts;

/// <summary>What a coordinator sees of an update: u* = w0 - wT, whatever the algorithm sends.</summary>
public sealed class ObservationTests
{
    public static TheoryData<ServerAlgorithmOptions> Algorithms { get; } =
    [
        new FedAvgOptions(), new FedAdamOptions(), new FedProxOptions(), new FedCmOptions(), new ScaffoldOptions(), new FedDynOptions(), new FedSamOptions(),
        new MoFedSamOptions(), new FedGammaOptions(), new FedSmooOptions(), new FedSpeedOptions(),
        new FedSpeedOptions { CorrectionAverage = CorrectionAverage.None },
        new FedSpeedOptions { CorrectionAverage = CorrectionAverage.Active },
        new FedSpeedOptions { RelaxedInitialisation = 0.2 },
    ];

    private static Experiment Plain { get; } = RecordedBed.Small with { Local = RecordedBed.OneStep };

    public static TheoryData<Experiment> NotPlain { get; } =
    [
        Plain with { Local = RecordedBed.OneStep with { Steps = 2 } },
        Plain with { Local = RecordedBed.OneStep with { WeightDecay = 0.01 } },
        Plain with { Local = RecordedBed.OneStep with { ClipNorm = 0.01 } },
        Plain with { Algorithm = new FedSamOptions { Rho = 0.1 } },
        Plain with { Algorithm = new FedSpeedOptions() },
        Plain with { Algorithm = new ScaffoldOptions() },
        Plain with { Privacy = new PrivacyOptions { Defences = [new ClipOptions { Norm = 0.001 }] } },
    ];

    [Theory]
    [MemberData(nameof(Algorithms), DisableDiscoveryEnumeration = true)]
    public void The_step_is_the_way_from_where_a_client_started_to_where_it_ended(ServerAlgorithmOptions options)
    {
        using var bed = new RecordedBed();
        var experiment = RecordedBed.Small with { Algorithm = options };
        var transcript = bed.Run(experiment);
        using var task = RecordedBed.Task(experiment);
        var algorithm = options.Create<float>();
        using var objective = new StartingPoint(task.CreateObjective());
        var run = new LocalRun<float>(objective, algorithm.Vectors, experiment.Local, task.InitialPoint());
        var trainer = new ClientTrainer<float>(task, algorithm, protection: null);
        var kept = new Dictionary<int, float[]>();

        Assert.Equal(9, transcript.Updates.Count);
        foreach (var (round, client) in transcript.Updates)
        {
            var down = transcript.Down(round);
            var received = new RoundTask<float>(round, down.To!, down.LearningRate!.Value, [.. transcript.Index.VectorsDown.Select(name => transcript.Vector(down, name))]);
            kept.GetValueOrDefault(client, new float[run.AllState.Length]).CopyTo(run.AllState, 0);
            trainer.Train(run, received, client, CancellationToken.None);
            kept[client] = [.. run.AllState];

            var seen = transcript.Observe(round, client, ThreatModel.A);
            Assert.All(seen.Before.Zip(objective.First), pair => Assert.Equal(pair.Second, pair.First, 2e-6f));
            Assert.All(seen.Step.Zip(objective.First.Zip(run.X.ToArray(), (w0, wT) => w0 - wT)), pair => Assert.Equal(pair.Second, pair.First, 2e-6f));
            Assert.True(FlatVector.Norm<float>(seen.Step) > 1e-3);
        }
    }

    [Theory]
    [InlineData(1.0, double.PositiveInfinity)]
    [InlineData(0.5, 100.0)]
    public void One_plain_step_on_all_samples_is_their_gradient_times_a_known_number(double rate, double clip)
    {
        using var bed = new RecordedBed();
        var transcript = bed.Run(Plain with { Local = RecordedBed.OneStep with { LearningRate = rate, ClipNorm = clip } });
        var (round, client) = transcript.Updates[^1];
        var truth = GroundTruth.Open(bed.Folder).Of(round, client);
        var seen = transcript.Observe(round, client, ThreatModel.A, truth.Labels);

        Assert.Equal(rate * 0.998 * 0.998, seen.GradientScale!.Value, 1e-12);
        Assert.Equal((8, 8), (seen.Samples, truth.Labels.Length));
        AssertGradient(seen, truth.Pixels, truth.Labels);
    }

    [Fact]
    public void One_step_on_a_part_is_the_gradient_of_that_part()
    {
        using var bed = new RecordedBed();
        var transcript = bed.Run(Plain with { Local = RecordedBed.OneStep with { BatchSize = 2 } });
        var truth = GroundTruth.Open(bed.Folder).Of(2, transcript.Down(2).To![0]);
        var seen = transcript.Observe(2, transcript.Down(2).To![0], ThreatModel.A);

        Assert.Equal(2, seen.Samples);
        AssertGradient(seen, truth.Pixels, truth.Labels);
    }

    [Theory]
    [MemberData(nameof(NotPlain), DisableDiscoveryEnumeration = true)]
    public void An_update_that_is_no_gradient_does_not_pretend_to_be_one(Experiment experiment)
    {
        using var bed = new RecordedBed();
        var transcript = bed.Run(experiment);

        Assert.Null(transcript.Observe(2, transcript.Down(2).To![0], ThreatModel.C).GradientScale);
    }

    [Fact]
    public void Hyper_parameters_are_only_for_those_who_have_them()
    {
        using var bed = new RecordedBed();
        var transcript = bed.Run(RecordedBed.Small);
        var client = transcript.Down(3).To![1];
        var (less, more) = (transcript.Observe(3, client, ThreatModel.B), transcript.Observe(3, client, ThreatModel.C));

        Assert.True(less is { Training: null, LearningRate: null, Labels: null });
        Assert.Equal((2, 0.1 * 0.998 * 0.998), (more.Training!.Epochs, more.LearningRate!.Value));
        Assert.Equal(less.Step, more.Step);
    }

    [Fact]
    public void A_sum_of_updates_is_one_of_all_their_samples()
    {
        using var bed = new RecordedBed();
        var transcript = bed.Run(Plain);
        var clients = transcript.Down(1).To!;
        var truth = GroundTruth.Open(bed.Folder);
        var sum = transcript.ObserveSum(1, clients, ThreatModel.A);

        Assert.Equal((24, 3, 0.1 * 3), (sum.Samples, sum.Clients, sum.GradientScale!.Value));
        AssertGradient(
            sum,
            [.. clients.SelectMany(client => truth.Of(1, client).Pixels)],
            [.. clients.SelectMany(client => truth.Of(1, client).Labels)]);
    }

    [Fact]
    public void Under_secure_aggregation_the_sum_is_all_that_is_written()
    {
        using var bed = new RecordedBed();
        using var open = new RecordedBed();
        var transcript = bed.Run(Plain with { Privacy = new PrivacyOptions { Defences = [new SecureAggregationOptions()] } });
        var clients = transcript.Down(2).To!;
        var (seen, same) = (transcript.ObserveSum(2, ThreatModel.C), open.Run(Plain).ObserveSum(2, clients, ThreatModel.C));

        Assert.Equal((same.Samples, same.Clients, same.GradientScale), (seen.Samples, seen.Clients, seen.GradientScale));
        Assert.All(seen.Step.Zip(same.Step), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.Equal(["down.safetensors", "sum.safetensors"], Directory.EnumerateFiles(bed.File("transcript/round-000002")).Select(path => Path.GetFileName(path)!).Order());
        Assert.Contains(
            $"none of client {clients[0]} was recorded; expected an attack on the sum",
            Assert.Throws<InputException>(() => transcript.Observe(2, clients[0], ThreatModel.C)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Clients_that_start_elsewhere_make_no_sum()
    {
        using var bed = new RecordedBed();
        var transcript = bed.Run(RecordedBed.Small with { Algorithm = new FedSpeedOptions { RelaxedInitialisation = 0.2 } });

        Assert.Contains("started round 3 from different models", Assert.Throws<InputException>(() => transcript.ObserveSum(3, transcript.Down(3).To!, ThreatModel.A)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CorrectionAverage.Active)]
    [InlineData(CorrectionAverage.None)]
    public void A_start_that_is_not_sent_is_refused(CorrectionAverage average)
    {
        using var bed = new RecordedBed();
        var transcript = bed.Run(RecordedBed.Small with { Algorithm = new FedSpeedOptions { RelaxedInitialisation = 0.2, CorrectionAverage = average } });

        Assert.Contains("relaxed_initialisation", Assert.Throws<InputException>(() => transcript.Observe(1, transcript.Down(1).To![0], ThreatModel.A)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_that_was_not_seen_to_grow_is_refused()
    {
        using var bed = new RecordedBed();
        var experiment = RecordedBed.Small with { Algorithm = new FedSpeedOptions { CorrectionAverage = CorrectionAverage.Active }, Record = new RecordOptions { Rounds = [3] } };
        var transcript = bed.Run(experiment);

        Assert.Contains("round 1 was not recorded", Assert.Throws<InputException>(() => transcript.Observe(3, transcript.Down(3).To![0], ThreatModel.A)).Message, StringComparison.Ordinal);
    }

    private static void AssertGradient(Observation seen, float[] pixels, int[] labels)
    {
        using var loss = JointLosses.Create<double>(seen.Network, labels.Length);
        var inputs = pixels.ToArray();
        seen.Normalisation.Apply(inputs, new SampleShape(1, 6, 6));
        for (var j = 0; j < inputs.Length; j++)
        {
            loss.Inputs[j] = inputs[j];
        }

        for (var j = 0; j < seen.Dimension; j++)
        {
            loss.Weights[j] = seen.Before[j];
        }

        for (var i = 0; i < labels.Length; i++)
        {
            loss.Targets[(i * 10) + labels[i]] = 1.0;
        }

        loss.Evaluate();
        var gradient = loss.WeightGradient.ToArray();
        Assert.All(Enumerable.Range(0, gradient.Length), j => Assert.Equal(seen.GradientScale!.Value * gradient[j], seen.Step[j], 1e-6));
    }
}
