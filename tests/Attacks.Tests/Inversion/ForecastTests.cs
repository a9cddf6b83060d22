using Federated.Attacks.Audit;
using Federated.Attacks.Inversion;
using Federated.Learning.Experiments;
using Xunit;

namespace Federated.Attacks.Tests.Inversion;

/// <summary>What is said before an attack runs.</summary>
public sealed class ForecastTests
{
    [Theory]
    [InlineData("idlg", "lenet-sigmoid", 1, Outlook.Open, "few samples")]
    [InlineData("idlg", "cnn28", 1, Outlook.Doubtful, "not smooth")]
    [InlineData("ig", "cnn-mean", 4, Outlook.Open, "few samples")]
    [InlineData("ig", "cnn-mean", 16, Outlook.Doubtful, "16 samples")]
    [InlineData("ig", "cnn-mean", 100, Outlook.Hopeless, "100 samples")]
    [InlineData("analytic", "2nn", 1, Outlook.Open, "exact")]
    [InlineData("analytic", "2nn", 5, Outlook.Doubtful, "mixes 5")]
    [InlineData("analytic", "cnn28", 1, Outlook.Hopeless, "no linear layer")]
    public void Gradients_of_fresh_models(string attack, string model, int samples, Outlook outlook, string reason) =>
        AssertForecast(attack, Victim.Gradient(Victim.Network(model), 1, Images.Take([.. Enumerable.Range(0, samples)])), outlook, reason);

    [Theory]
    [InlineData("sme", 10, 0.004, Outlook.Open, "few samples")]
    [InlineData("sme", 100, 0.02, Outlook.Doubtful, "far from where they began")]
    [InlineData("dlfa", 10, 0.004, Outlook.Open, "few samples")]
    [InlineData("dlfa", 100, 0.004, Outlook.Doubtful, "100 steps are simulated")]
    [InlineData("dlfa", 1000, 0.004, Outlook.Hopeless, "1000 steps are simulated")]
    [InlineData("dlg", 10, 0.004, Outlook.Hopeless, "no gradient to match")]
    public void Updates_of_many_steps(string attack, int steps, double rate, Outlook outlook, string reason)
    {
        var one = Victim.Gradient(Victim.Network("lenet-sigmoid"), 1, Images.Take(1));
        var training = new LocalOptions { Steps = steps, BatchSize = 1, LearningRate = rate };
        var update = one with { Step = [.. one.Step.Select(u => (float)(u * rate * steps))], GradientScale = null, Training = training, LearningRate = rate };
        AssertForecast(attack, update, outlook, reason);
    }

    [Fact]
    public void A_model_that_knows_the_sample_gives_nothing_away()
    {
        var observation = Victim.Gradient(Victim.Network("cnn-mean"), 1, Images.Take(1));
        AssertForecast("ig", observation with { Step = [.. observation.Step.Select(g => 0.01f * g)] }, Outlook.Hopeless, "sure of these samples already");
    }

    private static void AssertForecast(string attack, Observation observation, Outlook outlook, string reason)
    {
        var forecast = InversionForecast.Of(InversionCatalogue.Find(attack), observation);
        Assert.Equal(outlook, forecast.Outlook);
        Assert.Contains(reason, forecast.Reason);
    }
}
