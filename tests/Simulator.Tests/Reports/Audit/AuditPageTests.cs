using System.Text.RegularExpressions;
using Federated.Attacks;
using Federated.Attacks.Audit;
using Federated.Learning;
using Federated.Simulator.Reports.Audit;
using Xunit;

namespace Federated.Simulator.Tests.Reports.Audit;

public sealed partial class AuditPageTests : IDisposable
{
    private const string Attack = "</script><img src=x onerror=alert(1)>{{report.css}}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_has_every_section_and_needs_nothing_from_elsewhere()
    {
        var page = AuditPage.Render(Audit());

        Assert.All(
            ["What the adversary knows", "Original and reconstruction", "What defences do, and what they cost", "Every attack", "Risk per sample", "Who sent it", "How it was measured"],
            heading => Assert.Contains($"<h2>{heading}</h2>", page, StringComparison.Ordinal));
        Assert.DoesNotContain("{{", Data().Replace(page, ""), StringComparison.Ordinal);
        Assert.All(Addresses().Matches(Data().Replace(page, "")).Select(match => match.Value), text => Assert.True(text.Contains("w3.org", StringComparison.Ordinal) || text.EndsWith("leeoniya/uPlot", StringComparison.Ordinal), text));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_headline_is_the_verdict() => Assert.Contains(
        "<p class=\"headline\">The coordinator gets it at 25.0 dB &lt;recognisable&gt;.</p>",
        AuditPage.Render(Audit() with { Summary = ["The coordinator gets it at 25.0 dB <recognisable>.", "more"] }),
        StringComparison.Ordinal);

    [Fact]
    public void The_script_finds_rows_pictures_and_choices_by_name()
    {
        var data = Page.Data(AuditPage.Render(Audit()));

        var row = data.GetProperty("rows")[0];
        Assert.Equal(("B", "naive", 25.5), (row.GetProperty("threat").GetString(), row.GetProperty("attacker").GetString(), row.GetProperty("score").GetProperty("worstPsnr").GetDouble()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, row.GetProperty("defence").ValueKind);
        Assert.Equal("AQID", data.GetProperty("pictures")[0].GetProperty("original").GetString());
        Assert.Equal("hopeless", data.GetProperty("forecasts")[0].GetProperty("outlook").GetString());
    }

    [Fact]
    public void Names_of_a_run_can_only_be_text()
    {
        var audit = Audit();
        var page = AuditPage.Render(audit with { Setting = audit.Setting with { Experiment = Attack, Subject = Attack }, Summary = [Attack], LeftOut = [Attack] });

        Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Attack, Page.Data(page).GetProperty("setting").GetProperty("subject").GetString());
    }

    [Fact]
    public void A_page_is_written_over_an_earlier_one_and_never_onto_a_folder()
    {
        var path = Path.Combine(_folder.Root, "new", AuditPage.Name);

        AuditPage.Write(Audit(), path);
        AuditPage.Write(Audit(), path);

        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.Throws<InputException>(() => AuditPage.Write(Audit(), _folder.Root));
    }

    private static AuditFile Audit() => new()
    {
        Setting = new AuditSetting
        {
            Experiment = "ward",
            Family = "parameter server",
            Algorithm = "fedspeed",
            Subject = "images",
            Parameters = 10,
            Rounds = 3,
            Audited = [1],
            Recorded = 2,
            Adversary = "The coordinator",
            Knows = [new AuditKnowledge("A", "the model", ["SME"])],
        },
        Forecasts = [new AuditForecast("iDLG", 1, 0, Outlook.Hopeless, "ten steps")],
        Rows =
        [
            new AuditRow
            {
                Attack = "SME", Threat = ThreatModel.B, Round = 1, Client = 0, Samples = 4,
                Score = new AuditScore { Psnr = 20, PsnrDeviation = 1, WorstPsnr = 25.5, Ssim = 0.7, LabelAccuracy = 1, SuccessRate = 0.5 },
            },
        ],
        Pictures = [new AuditPicture { Attack = "SME", Round = 1, Client = 0, Label = "Bag", Psnr = 25.5, Ssim = 0.7, Original = [1, 2, 3], Reconstruction = [4] }],
        Method = new AuditMethod { Commands = ["fed audit runs/ward"], Seed = 1, Workers = 2, Seconds = 1, Budget = 600, SuccessPsnr = 20, Versions = new Dictionary<string, string>() },
    };

    [GeneratedRegex("""<script type="application/json" id="data">.*?</script>""", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex("""(?:src|href)="(?!data:)[^"]+"|https?://[^\s"'<)]+""")]
    private static partial Regex Addresses();
}
