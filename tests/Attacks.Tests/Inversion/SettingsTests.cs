using Federated.Attacks.Inversion;
using Federated.Learning;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>Settings from words of a command line.</summary>
public sealed class SettingsTests
{
    public static TheoryData<string> Names => [.. InversionCatalogue.Names];

    [Fact]
    public void Keys_of_the_file_format_change_an_attacks_defaults()
    {
        var sme = InversionCatalogue.Find("sme");
        var options = InversionSettings.Read(
            sme, ["attack.lr=0.1", "objective=masked_cosine", "sme.alpha0=0.25", "attack.sme.beta=0", "skip_layers=[fc1, fc2.bias]", "signed=soft", "seed=9"]);
        Assert.Equal(
            sme.Defaults with
            {
                Lr = 0.1,
                Objective = MatchingObjective.MaskedCosine,
                Sme = new SmeOptions { Alpha0 = 0.25, Beta = 0.0 },
                Signed = SignMode.Soft,
                Seed = 9,
                SkipLayers = options.SkipLayers,
            },
            options);
        Assert.Equal(["fc1", "fc2.bias"], options.SkipLayers);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Defaults_read_back_as_they_are(string name)
    {
        var attack = InversionCatalogue.Find(name);
        Assert.Equal(InversionSettings.Write(attack.Defaults), InversionSettings.Write(InversionSettings.Read(attack, [])));
    }

    [Theory]
    [InlineData("ig", "attack.lr=-1", "expected a number in (0, inf)")]
    [InlineData("ig", "attack.objectve=cosine", "did you mean objective?")]
    [InlineData("ig", "attack.objective=cos", "expected one of euclid, cosine, masked_cosine, layer_cosine, tag, l1, angular")]
    [InlineData("sme", "sme.alpha0=2", "expected a number in [0, 1]")]
    [InlineData("ig", "attack.optimizer=lbfgs", "lbfgs cannot keep pixels in a box")]
    [InlineData("ig", "attack.numbers=float64", "float64 goes with optimizer: lbfgs")]
    [InlineData("idlg", "attack.signed=hard", "lbfgs needs gradients, not their signs")]
    [InlineData("idlg", "attack.langevin=0.01", "lbfgs takes no noise")]
    public void What_is_not_accepted_is_refused_with_what_would_be(string attack, string word, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => InversionSettings.Read(InversionCatalogue.Find(attack), [word])).Message);

    [Fact]
    public void An_unknown_attack_is_refused_with_the_names_there_are() =>
        Assert.Contains("expected one of analytic, dlg, idlg, ig", Assert.Throws<InputException>(() => InversionCatalogue.Find("dgl")).Message);
}
