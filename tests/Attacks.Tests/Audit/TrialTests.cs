using Federated.Attacks.Audit;
using Federated.Attacks.Inversion;
using Federated.Attacks.Inversion.Labels;
using Federated.Attacks.Metrics;
using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Models;
using Federated.Learning.Numerics;
using Federated.Learning.Privacy;
using Xunit;

namespace Federated.Attacks.Tests.Audit;

public sealed class TrialTests
{
    [Theory]
    [InlineData("noise:std=2,scale=relative", typeof(NoiseOptions))]
    [InlineData("top-k:keep=0.5", typeof(TopKOptions))]
    [InlineData("sign", typeof(SignOptions))]
    public void Defences_are_read_from_words(string text, Type type)
    {
        var defence = AppliedDefence.Parse(text);

        Assert.IsType(type, defence.Options);
        Assert.Equal(defence.Options.Description, defence.Strength);
    }

    [Theory]
    [InlineData("noise:std=-1", "std")]
    [InlineData("noise:size=1", "unknown key")]
    [InlineData("top_k:keep", "no key=value")]
    [InlineData("nothing", "is not known")]
    public void What_is_no_defence_is_refused(string text, string mention) =>
        Assert.Contains(mention, Assert.Throws<InputException>(() => AppliedDefence.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_defence_changes_the_update_and_nothing_else()
    {
        var attacked = Case(ThreatModel.B);
        var protectedOne = AppliedDefence.Parse("top_k:keep=0.25").Protect(attacked, seed: 1);

        Assert.Equal(attacked.Observation.Before, protectedOne.Before);
        Assert.Equal((int)Math.Ceiling(0.25 * attacked.Observation.Dimension), protectedOne.Step.Count(value => value != 0f), 1.0);
        Assert.DoesNotContain(0f, attacked.Observation.Step);
    }

    [Fact]
    public void Whoever_knows_of_a_mask_compares_only_what_is_left()
    {
        var (options, words) = Adaptation.To(new InversionOptions(), new TopKOptions());

        Assert.Equal((MatchingObjective.MaskedCosine, "compares only what is left"), (options.Objective, words));
        Assert.Null(Adaptation.To(new InversionOptions(), new SignOptions()).Words);
        Assert.True(Adaptation.To(new InversionOptions { Tv = 0.01 }, new NoiseOptions()).Options.Tv > 0.01);
    }

    [Fact]
    public void An_adversary_who_knows_the_radius_starts_from_the_ascent_point()
    {
        var clients = Case(ThreatModel.C).Observation;
        var fedspeed = new FedSpeedOptions { Rho = 0.3 };

        var moved = Ascent.Reckon(clients, fedspeed);

        var difference = new float[clients.Dimension];
        FlatVector.Combine<float>(difference, 1.0, moved.Before, -1.0, clients.Before);
        Assert.Equal(0.3, FlatVector.Norm<float>(difference), 1e-4);
        Assert.True(difference.Zip(clients.Step, (a, b) => a * b).Sum() > 0);
        Assert.Equal(clients.Step, moved.Step);
        Assert.Same(clients, Ascent.Reckon(clients, new FedAvgOptions()));
        Assert.Equal(clients.Before, Ascent.Reckon(Case(ThreatModel.B).Observation, fedspeed).Before);
    }

    [Theory]
    [InlineData(10, 6, 3, 1)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(5, 3, 2, 0)]
    public void Few_images_stand_for_many_samples_with_classes_in_proportion(int images, params int[] counts)
    {
        var result = Run(Crowd(told: true), images);

        Assert.Equal(counts, Enumerable.Range(0, 3).Select(label => result.Made.Labels.Count(made => made == label)));
        Assert.Equal((images, 100, LabelKnowledge.Known), (result.Row.Images!.Value, result.Row.Samples, result.Row.Labels));
        Assert.Equal(1.0, result.Row.Score!.LabelAccuracy);
        Assert.Equal(images, result.Score!.Images.Select(image => image.Original).Distinct().Count());
        Assert.StartsWith($"{images} dummy images stand for 100 samples; their mean image comes to ", result.Row.Note, StringComparison.Ordinal);
        Assert.True(result.Row.Guess!.WorstPsnr > result.Row.Guess.Psnr);
    }

    [Fact]
    public void Classes_are_recovered_of_all_samples_before_few_images_stand_for_them()
    {
        var attacked = Crowd(told: false);
        var all = LabelRecovery.Resolve("sme", attacked.Observation, new InversionOptions { Labels = LabelStrategy.BiasCorrected }, CancellationToken.None)!;

        var result = Run(attacked, 10);

        Assert.Equal(LabelKnowledge.Recovered, result.Row.Labels);
        Assert.Equal(LabelAccuracy.Of(all, attacked.Labels), result.Row.Score!.LabelAccuracy);
        Assert.Equal(LabelCounts.Whole([.. Enumerable.Range(0, 3).Select(label => (double)all.Count(found => found == label))], 10), Enumerable.Range(0, 3).Select(label => result.Made.Labels.Count(made => made == label)));
    }

    [Fact]
    public void As_many_images_as_samples_stand_for_nobody_else()
    {
        var row = Run(Crowd(told: true), 100).Row;

        Assert.Equal((null, null, null, false), (row.Images, row.Guess, row.Note, row.IsGuess));
    }

    [Fact]
    public void Nobody_can_stand_for_samples_whose_training_is_simulated()
    {
        var trial = new Trial { Attack = InversionCatalogue.Find("dlfa"), Options = new InversionOptions(), Case = Crowd(told: true), MostImages = 10 };

        Assert.StartsWith("dlfa: simulates how a client trained on its 100 samples", Assert.Throws<InputException>(() => trial.Run(new ScoreOptions(), null, TimeProvider.System, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    private static TrialResult Run(AuditCase attacked, int mostImages) => new Trial
    {
        Attack = InversionCatalogue.Find("sme"),
        Options = InversionCatalogue.Find("sme").Defaults with { Iterations = 3, Labels = attacked.Observation.Labels is null ? LabelStrategy.BiasCorrected : LabelStrategy.Auto },
        Case = attacked,
        MostImages = mostImages,
    }.Run(new ScoreOptions(), null, TimeProvider.System, CancellationToken.None);

    /// <summary>An update of a hundred samples: 58 of the first class, 32 of the second and 10 of the third.</summary>
    private static AuditCase Crowd(bool told)
    {
        var attacked = Case(ThreatModel.C);
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i < 58 ? 0 : i < 90 ? 1 : 2)];
        return attacked with
        {
            Observation = attacked.Observation with { Samples = 100, Labels = told ? labels : null },
            Originals = [.. Enumerable.Range(0, 100 * 16).Select(i => (float)(0.5 + (0.5 * Math.Sin(i * i))))],
            Labels = labels,
        };
    }

    private static AuditCase Case(ThreatModel threat)
    {
        var network = ModelCatalogue.Create("logistic", new SampleShape(1, 4, 4), 3);
        return new AuditCase
        {
            Round = 1,
            Client = 0,
            Observation = new Observation
            {
                Network = network,
                Before = new float[network.Layout.Dimension],
                Step = [.. Enumerable.Range(1, network.Layout.Dimension).Select(i => (float)Math.Sin(i))],
                Samples = 2,
                Threat = threat,
                Normalisation = Normalisation.Identity(1),
            },
        };
    }
}
