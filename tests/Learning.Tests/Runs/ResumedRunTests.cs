using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Xunit;

namespace Federated.Learning.Tests.Runs;

public sealed class ResumedRunTests
{
    public static TheoryData<AlgorithmOptions> Algorithms { get; } =
        [new FedSpeedOptions(), new FedSpeedOptions { RelaxedInitialisation = 0.1 }, new ScaffoldOptions(), new FedAdamOptions(), new MoFedSamOptions()];

    [Theory]
    [MemberData(nameof(Algorithms), DisableDiscoveryEnumeration = true)]
    public void An_interrupted_run_goes_on_as_if_nothing_had_happened(AlgorithmOptions algorithm) =>
        AssertResumes(RunBed.Small with { Rounds = 5, Algorithm = algorithm }, round: 3);

    [Fact]
    public void A_network_of_convolutions_goes_on_too() => AssertResumes(RunBed.SmallCnn, round: 2);

    [Fact]
    public void An_interruption_in_the_first_round_starts_anew() => AssertResumes(RunBed.Small, round: 1);

    /// <summary>Its evaluation before the first round is kept, not made again.</summary>
    [Fact]
    public void A_run_that_began_with_an_evaluation_goes_on_too()
    {
        var experiment = RunBed.Small with { Evaluation = RunBed.Small.Evaluation with { Initial = true } };
        AssertResumes(experiment, round: 2);
        using var bed = new RunBed();
        bed.Run(experiment with { Rounds = 1 });
        Assert.Matches("^{\"round\":0,\"train_loss\":null,\"test_loss\":2\\.", bed.Figures()[0]);
        Assert.Equal(2, bed.Figures().Count);
    }

    [Fact]
    public void A_finished_run_can_be_extended()
    {
        using var bed = new RunBed();
        var experiment = RunBed.Small with { Algorithm = new FedSpeedOptions() };
        var whole = bed.Run(experiment with { Rounds = 4 }, "whole");
        bed.Run(experiment with { Rounds = 2 }, "parts");
        var parts = bed.Run(experiment with { Rounds = 4 }, "parts", resume: true);

        Assert.Equal(whole.Summary!.ModelSha256, parts.Summary!.ModelSha256);
        Assert.Equal(bed.Figures("whole"), bed.Figures("parts"));
    }

    [Fact]
    public void A_checkpoint_of_another_experiment_is_refused()
    {
        using var bed = new RunBed();
        var experiment = RunBed.Small with { Checkpoint = new CheckpointOptions { Every = 1 } };
        var done = bed.Run(experiment);
        var refusal = Assert.Throws<InputException>(() => bed.Run(experiment with { Seed = 21 }, resume: true));

        Assert.Equal(
            $"{Path.Combine(done.Directory, "checkpoint", "checkpoint.json")}: this is a checkpoint of another experiment; "
            + "resume it with its own experiment.yaml, or choose another --out",
            refusal.Message);
    }

    [Fact]
    public void A_folder_with_a_run_is_not_overwritten()
    {
        using var bed = new RunBed();
        var sha = bed.Sha(RunBed.Small);

        Assert.Contains("holds a run already", Assert.Throws<InputException>(() => bed.Run(RunBed.Small)).Message, StringComparison.Ordinal);
        Assert.Contains(sha, File.ReadAllText(bed.Directory("run").SummaryPath), StringComparison.Ordinal);
    }

    /// <summary>Interrupts a run in a round, resumes it, and compares it with one that was not interrupted.</summary>
    internal static void AssertResumes(Experiment experiment, int round)
    {
        using var cancellation = new CancellationTokenSource();
        using var bed = new RunBed
        {
            OnClient = (current, finished) =>
            {
                if (current == round && finished == 2)
                {
                    cancellation.Cancel();
                }
            },
        };
        experiment = experiment with { Output = new OutputOptions { GlobalVectors = true } };
        var first = bed.Run(experiment, "parts", cancellation: cancellation.Token);
        Assert.Equal((RunOutcome.Interrupted, round - 1), (first.Outcome, first.Totals.Rounds));
        Assert.False(File.Exists(bed.Directory("parts").SummaryPath));

        var second = bed.Run(experiment, "parts", workers: 3, resume: true);
        var whole = bed.Run(experiment, "whole");

        Assert.Equal(RunOutcome.Completed, second.Outcome);
        Assert.Equal(whole.Summary!.ModelSha256, second.Summary!.ModelSha256);
        Assert.Equal(bed.Figures("whole"), bed.Figures("parts"));
        Assert.Equal(experiment.Rounds + (experiment.Evaluation.Initial ? 1 : 0), bed.Figures("parts").Count);
        for (var i = 0; i <= experiment.Rounds; i++)
        {
            Assert.Equal(File.ReadAllBytes(bed.Directory("whole").VectorPath(i)), File.ReadAllBytes(bed.Directory("parts").VectorPath(i)));
        }
    }
}
