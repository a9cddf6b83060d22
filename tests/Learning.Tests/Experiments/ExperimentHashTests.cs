using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Learning.Tests.Experiments;

public class ExperimentHashTests
{
    [Fact]
    public void Keys_that_decide_no_bit_of_the_trajectory_do_not_change_the_hash()
    {
        var experiment = OptionsRecords.Valid();
        var other = experiment with
        {
            Name = "other",
            Rounds = 7,
            Evaluation = new EvaluationOptions { TargetAccuracy = 0.5 },
            Checkpoint = new CheckpointOptions { Every = 3, ClientStateMemory = 5 },
            Output = new OutputOptions { GlobalVectors = true },
        };

        Assert.Equal(ExperimentHash.Of(experiment), ExperimentHash.Of(other));
    }

    [Fact]
    public void Other_keys_change_the_hash()
    {
        var experiment = OptionsRecords.Valid();
        Experiment[] all =
        [
            experiment,
            experiment with { Seed = 21 },
            experiment with { Local = new LocalOptions { LearningRate = Math.BitIncrement(0.1) } },
            experiment with { Cohort = new BernoulliCohortOptions() },
            experiment with { Model = experiment.Model with { Initial = "x.npy" } },
            experiment with { Precision = Precision.Bf16 },
        ];

        var hashes = all.Select(ExperimentHash.Of).ToList();

        Assert.Equal(all.Length, hashes.Distinct().Count());
        Assert.All(hashes, hash => Assert.Matches("^[0-9a-f]{64}$", hash));
    }
}
