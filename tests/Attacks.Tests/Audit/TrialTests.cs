using Federated.Attacks.Audit;
using Federated.Attacks.Inversion;
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
