using System.Text.Json.Nodes;
using Federated.Learning.Algorithms;
using Federated.Learning.Experiments;
using Federated.Learning.Gossip;
using Federated.Learning.Privacy;
using Federated.Learning.Tests.Runs;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

public class PrivacyAccountantTests
{
    private const double Delta = 1e-5;

    private static readonly int[][] _cohorts = [[0, 1, 2, 3], [0, 2, 4, 6], [0, 5, 8, 9]];

    private static readonly Experiment _experiment = new()
    {
        Algorithm = new FedAvgOptions(),
        Cohort = new FixedCohortOptions { Count = 4 },
        Local = new LocalOptions { Epochs = 3, BatchSize = 10 },
        Privacy = Chain(new ClipOptions { Norm = 0.5 }, new NoiseOptions { Std = 1.0 }),
    };

    public static TheoryData<DefenceOptions[], double?> Chains() => new()
    {
        { [new ClipOptions { Norm = 0.5 }, new NoiseOptions { Std = 1.0 }], 2.0 },
        { [new ClipOptions { Norm = 0.5 }, new ClipOptions { Norm = 3 }, new NoiseOptions { Std = 1.0 }], 2.0 },
        { [new ClipOptions { Norm = 0.5 }, new TopKOptions(), new PruneOptions(), new NoiseOptions { Std = 1.0 }, new QuantiseOptions()], 2.0 },
        { [new ClipOptions { Norm = 0.5 }, new QuantiseOptions(), new NoiseOptions { Std = 1.0 }], null },
        { [new NoiseOptions { Std = 1.0 }, new ClipOptions { Norm = 0.5 }], null },
        { [new ClipOptions(), new NoiseOptions { Kind = NoiseKind.Laplace }], null },
        { [new ClipOptions(), new NoiseOptions { Scale = NoiseScale.Relative }], null },
        { [new ClipOptions()], null },
    };

    [Theory]
    [MemberData(nameof(Chains), DisableDiscoveryEnumeration = true)]
    public void Noise_counts_behind_a_clip_that_still_holds(DefenceOptions[] chain, double? multiplier)
    {
        Assert.Equal(multiplier, UpdateMechanism.Multiplier(Chain(chain)));
        Assert.Equal(multiplier is null, AccountantOf(_experiment with { Privacy = Chain(chain) }) is null);
    }

    [Fact]
    public void The_coordinator_sees_each_update_of_whoever_took_part_most()
    {
        var loss = AccountantOf(_experiment)!.After(3);
        Assert.Equal(Plain(2.0, 3), loss.Coordinator!.Value, 1e-12);
        Assert.Equal((PrivacyUnit.Client, Delta), (loss.Unit, loss.Delta));
    }

    [Fact]
    public void The_sum_hides_a_client_behind_the_noise_of_the_others()
    {
        var summed = AccountantOf(_experiment with { Privacy = Chain([.. _experiment.Privacy!.Defences, new SecureAggregationOptions()]) })!.After(3);
        Assert.Equal(Plain(2.0 * Math.Sqrt(4), 3), summed.Coordinator!.Value, 1e-12);
    }

    [Fact]
    public void Models_lose_what_the_sampled_sum_loses()
    {
        var budget = new RenyiBudget();
        budget.Spend(RenyiBudget.Losses(order => RenyiLoss.FixedSizeSampled(order, 2.0, 0.4)), 3);
        var models = AccountantOf(_experiment)!.After(3).Models;
        Assert.Equal(Math.Min(budget.Epsilon(Delta), Plain(4.0, 3)), models, 1e-12);

        var drawn = new RenyiBudget();
        drawn.Spend(RenyiBudget.Losses(order => RenyiLoss.PoissonSampled(order, 4.0, 0.4)), 3);
        var bernoulli = AccountantOf(_experiment with { Cohort = new BernoulliCohortOptions { Ratio = 0.4 } })!.After(3).Models;
        Assert.Equal(drawn.Epsilon(Delta), bernoulli, 1e-12);
    }

    [Fact]
    public void Two_vectors_are_one_that_is_longer() =>
        Assert.Equal(Plain(2.0 / Math.Sqrt(2), 3), AccountantOf(_experiment, vectors: 2)!.After(3).Coordinator!.Value, 1e-12);

    [Fact]
    public void Whoever_need_not_be_waited_for_hides_nobody()
    {
        var hasty = AccountantOf(_experiment with { Stragglers = new StragglerOptions { Deadline = 1, Quorum = 1 } })!.After(3).Models;
        Assert.True(hasty > AccountantOf(_experiment)!.After(3).Models);
    }

    [Fact]
    public void Without_a_server_every_message_is_seen()
    {
        var loss = AccountantOf(_experiment with { Algorithm = new DFedAvgOptions() })!.After(3);
        Assert.Equal(Plain(2.0, 3), loss.Models, 1e-12);
        Assert.Null(loss.Coordinator);
    }

    /// <summary>Batches of 10: client 0 has 25 samples, three batches an epoch, and takes part three times; with 3 steps client 2 is worse off, with two batches an epoch and two rounds.</summary>
    [Theory]
    [InlineData(null, 0.0, 9)]
    [InlineData(4, 0.0, 6)]
    [InlineData(3, 0.0, 4)]
    [InlineData(null, 0.1, 18)]
    public void A_sample_is_used_once_an_epoch_and_twice_with_an_ascent(int? steps, double rho, int uses)
    {
        var experiment = _experiment with
        {
            Privacy = Chain(new PerExampleClipOptions { Norm = 3.0, NoiseMultiplier = 5.0 }),
            Algorithm = new FedSamOptions { Rho = rho },
            Local = _experiment.Local with { Steps = steps },
        };
        var loss = AccountantOf(experiment)!.After(3);
        Assert.Equal(Plain(5.0, uses), loss.Models, 1e-12);
        Assert.Equal(PrivacyUnit.Sample, loss.Unit);
    }

    [Fact]
    public void Clipping_samples_without_noise_bounds_nothing() =>
        Assert.Null(AccountantOf(_experiment with { Privacy = Chain(new PerExampleClipOptions { NoiseMultiplier = 0.0 }) }));

    [Fact]
    public void A_run_writes_its_loss_round_by_round_and_goes_on_with_it()
    {
        using var bed = new RunBed();
        var experiment = RunBed.Small with { Rounds = 4, Privacy = _experiment.Privacy };
        var summary = bed.Run(experiment, "whole").Summary!;
        var losses = bed.Figures("whole").Select(line => JsonNode.Parse(line)!["epsilon"]!.GetValue<double>()).ToList();
        Assert.Equal(losses.Order(), losses);
        Assert.Equal(4, losses.Distinct().Count());
        Assert.Equal((losses[^1], Delta, "client"), (summary.Epsilon, summary.Delta, summary.PrivacyUnit));
        Assert.Equal(["clipped to norm 0.5", "Gaussian noise, deviation 1"], summary.Defences!);

        bed.Run(experiment with { Rounds = 2 }, "parts");
        bed.Run(experiment, "parts", resume: true);
        Assert.Equal(bed.Figures("whole"), bed.Figures("parts"));
    }

    private static PrivacyAccountant? AccountantOf(Experiment experiment, int vectors = 1) =>
        PrivacyAccountant.Of(experiment, 10, client => client == 0 ? 25 : 20, round => _cohorts[round - 1], vectors);

    private static PrivacyOptions Chain(params DefenceOptions[] defences) => new() { Defences = defences };

    private static double Plain(double multiplier, int times)
    {
        var budget = new RenyiBudget();
        budget.Spend(RenyiBudget.Losses(order => RenyiLoss.Gaussian(order, multiplier)), times);
        return budget.Epsilon(Delta);
    }
}
