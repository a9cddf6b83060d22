using System.Text.Json;
using Federated.Attacks.Audit;
using Federated.Learning;
using Xunit;

namespace Federated.Attacks.Tests.Audit;

public sealed class AuditFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fed-audit-").FullName;

    private string Path => System.IO.Path.Combine(_folder, AuditFile.Name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_read_as_it_was_written()
    {
        var audit = Audits.Empty with
        {
            Summary = ["a", "b"],
            Forecasts = [new AuditForecast("iDLG", 5, 2, Outlook.Hopeless, "50 samples"), new AuditForecast("SME", 1, null, Outlook.Open, "")],
            Rows = [Audits.Row(1, 25), Audits.Row(2, 20) with { Client = null, Images = 64, Guess = new AuditGuess(10, 18) }, Audits.Defended("noise 0.1", AttackerKind.Adaptive, 12.5, 0.02) with { Epsilon = 8 }],
            Pictures = [new AuditPicture { Attack = "SME", Round = 1, Client = 3, Label = "Bag", Psnr = 25, Ssim = 0.5, Original = [1, 2, 3], Reconstruction = [4] }],
            Risks = [new AuditRisk { Round = 1, Client = 3, Sample = 7, Label = "Bag", Error = 0.01, Original = [9] }],
            Identification = [new AuditIdentification { Attacker = "centroid", From = "earlier rounds", Users = 8, Updates = 24, Top1 = 0.5, Map = 0.6, Auc = 0.7, Chance = 0.125, Null = 0.1 }],
            Neighbour = [new AuditView { What = "difference of models", Cosine = 0.9 }],
            Log = [new AuditView { What = "100 bytes", Level = 100, Note = "few" }],
            LeftOut = ["DLFA: the time was up"],
        };
        audit.Write(Path);

        var read = AuditFile.Read(Path);

        Assert.Equal(JsonSerializer.Serialize(audit, AuditJson.Page), JsonSerializer.Serialize(read, AuditJson.Page));
        Assert.Equal(audit.Rows, read.Rows);
        Assert.Equal([1, 2, 3], read.Pictures[0].Original);
    }

    [Fact]
    public void Keys_are_snake_case_and_choices_have_names()
    {
        (Audits.Empty with { Rows = [Audits.Defended("noise 0.1", AttackerKind.Adaptive, 12.5, 0.02)], Forecasts = [new AuditForecast("IG", 1, 0, Outlook.Doubtful, "")] }).Write(Path);

        var root = JsonDocument.Parse(File.ReadAllText(Path)).RootElement;
        var row = root.GetProperty("rows")[0];

        Assert.Equal(("B", "adaptive", 12.5), (row.GetProperty("threat").GetString(), row.GetProperty("attacker").GetString(), row.GetProperty("score").GetProperty("worst_psnr").GetDouble()));
        Assert.Equal("doubtful", root.GetProperty("forecasts")[0].GetProperty("outlook").GetString());
        Assert.False(row.TryGetProperty("epsilon", out _));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("no json")]
    public void Another_file_is_refused_by_its_name(string text)
    {
        File.WriteAllText(Path, text);

        Assert.StartsWith(Path, Assert.Throws<InputException>(() => AuditFile.Read(Path)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => AuditFile.Read(Path + ".none"));
    }
}
