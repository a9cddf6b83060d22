using Federated.Attacks.Audit;
using Xunit;

namespace Federated.Attacks.Tests.Audit;

public sealed class AuditSummaryTests
{
    [Theory]
    [InlineData(25.04, "25.0 dB (recognisable)")]
    [InlineData(16, "16.0 dB (outlines only)")]
    [InlineData(9, "9.0 dB (nothing recognisable)")]
    public void The_verdict_names_adversary_threat_model_attack_and_what_is_to_be_seen(double worst, string mention)
    {
        var verdict = Of(Audits.Row(1, worst), Audits.Row(1, worst - 1) with { Attack = "IG" })[0];

        Assert.All(["An honest-but-curious coordinator", "threat model B", "SME", "the worst of 8 images", "round 1", mention], text => Assert.Contains(text, verdict, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_mean_image_comes_to_as_well_is_not_called_recognisable()
    {
        var few = Audits.Row(1, 22) with { Samples = 3750, Images = 64, Guess = new AuditGuess(14, 19.5) };

        Assert.Contains("the worst of 3750 images behind an update of round 1 back at 22.0 dB (no more than the samples' mean image tells)", Of(few, few with { Round = 5 })[0], StringComparison.Ordinal);
        Assert.Single(Of(few, few with { Round = 5 }));
        Assert.Contains("22.0 dB (recognisable)", Of(few with { Guess = new AuditGuess(14, 18.5) })[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_score_the_verdict_says_so() => Assert.Contains("no attack came to a score", Of(Audits.Row(1, 9) with { Score = null })[0], StringComparison.Ordinal);

    [Theory]
    [InlineData(24, 12, "Early rounds give away most")]
    [InlineData(12, 24, "Later rounds are no safer")]
    [InlineData(20, 20.5, "Training changes little")]
    public void Rounds_are_compared(double first, double last, string mention) =>
        Assert.StartsWith(mention, Of(Audits.Row(1, first), Audits.Row(5, last))[1], StringComparison.Ordinal);

    [Fact]
    public void The_cheapest_defence_that_holds_against_who_knows_of_it_is_named_with_its_price()
    {
        var sentences = Of(
            Audits.Row(1, 26),
            Audits.Defended("noise 1", AttackerKind.Adaptive, 8, 0.2),
            Audits.Defended("prune 0.9", AttackerKind.Adaptive, 15, 0.013),
            Audits.Defended("quantise 8", AttackerKind.Adaptive, 25, 0));

        Assert.Equal("What helps for the least: prune 0.9 leaves an attacker who knows of it 15.0 dB instead of 26.0 dB and costs 1.3 percentage points of test accuracy in the round.", sentences[1]);
    }

    [Fact]
    public void No_price_is_named_where_the_round_gains_too_little_to_tell()
    {
        var audit = Audits.Empty with
        {
            Price = new AuditPrice(30, 0.618, 0.622),
            Rows = [Audits.Row(1, 26), Audits.Defended("noise 1", AttackerKind.Adaptive, 8, 0.001), Audits.Defended("prune 0.9", AttackerKind.Adaptive, 15, 0)],
        };

        var sentence = AuditSummary.Write(audit)[1];

        Assert.StartsWith("What helps most: noise 1 leaves an attacker who knows of it 8.0 dB", sentence, StringComparison.Ordinal);
        Assert.EndsWith("no recorded round gains more than 0.4 percentage points of test accuracy.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_defence_holds_the_nearest_is_named() => Assert.StartsWith(
        "No defence that was tried keeps an attacker who knows of it below 20.0 dB; quantise 4 comes nearest with 22.0 dB",
        Of(Audits.Row(1, 26), Audits.Defended("noise 1", AttackerKind.Adaptive, 24), Audits.Defended("quantise 4", AttackerKind.Adaptive, 22))[1],
        StringComparison.Ordinal);

    [Fact]
    public void A_defence_that_only_deceives_is_called_that()
    {
        var sentences = Of(Audits.Row(1, 26), Audits.Defended("prune 0.9", AttackerKind.Naive, 11, 0), Audits.Defended("prune 0.9", AttackerKind.Adaptive, 19, 0));

        Assert.Contains(sentences, text => text.Contains("prune 0.9", StringComparison.Ordinal) && text.Contains("11.0 dB for them, 19.0 dB for one who does", StringComparison.Ordinal));
    }

    [Fact]
    public void Senders_risk_and_what_was_hopeless_are_told()
    {
        var sentences = AuditSummary.Write(Audits.Empty with
        {
            Identification = [new AuditIdentification { Attacker = "centroid", From = "earlier rounds", Users = 8, Updates = 24, Top1 = 0.5, Map = 0, Auc = 0, Chance = 0.125, Null = 0.1 }],
            Risks = [.. new[] { 0.01, 0.05, 0.2 }.Select(error => new AuditRisk { Round = 1, Client = 0, Sample = 0, Label = "", Error = error, Original = [] })],
            Forecasts = [new AuditForecast("iDLG", 5, 0, Outlook.Hopeless, "50 samples"), new AuditForecast("IG", 1, 0, Outlook.Open, "")],
        });

        Assert.Contains(sentences, text => text.Contains("50 % of cases among 8 senders by centroid, from earlier rounds: 4.0 times chance", StringComparison.Ordinal));
        Assert.Contains(sentences, text => text.Contains("5.0 times less error in the riskiest of 3 samples", StringComparison.Ordinal));
        Assert.Contains(sentences, text => text.Contains("1 of 2 settings were called hopeless before anything ran, for example iDLG in round 5: 50 samples", StringComparison.Ordinal));
    }

    [Fact]
    public void A_log_of_bytes_is_judged_by_the_shortest_that_is_enough()
    {
        var score = Audits.Row(1, 22).Score!;
        AuditView Bytes(int n, double worst) => new() { What = $"{n} bytes", Level = n, Score = score with { WorstPsnr = worst } };

        var enough = AuditSummary.Write(Audits.Empty with { Log = [Bytes(100, 6), Bytes(5000, 21), Bytes(9000, 40)] });
        var never = AuditSummary.Write(Audits.Empty with { Log = [Bytes(100, 6), Bytes(9000, 7)] });

        Assert.StartsWith("5000 bytes would be enough to give it away, at 21.0 dB", enough[1], StringComparison.Ordinal);
        Assert.StartsWith("No length of log that was tried, up to 9000 bytes", never[1], StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Of(params AuditRow[] rows) => AuditSummary.Write(Audits.Empty with { Rows = rows });
}
