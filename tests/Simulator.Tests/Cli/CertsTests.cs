using Federated.Protocol.Certificates;
using Federated.Simulator.Commands;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

/// <summary>The small CA, as its user sees it.</summary>
[Collection(CommandLineTests.Name)]
public sealed class CertsTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    private string Folder => _place["certs"];

    [Fact]
    public void Nodes_get_certificates_that_they_can_use()
    {
        Require("CA: Hospital study, valid until", "init", Folder, "--name", "Hospital study");
        Require("hosts: fed.example.org, 192.0.2.7", "issue", Folder, "coordinator", "--host", "fed.example.org", "--host", "192.0.2.7");
        Require("hosts: none, the node only connects", "issue", Folder, "worker-1", "--days", "30");
        Require("the key stays the same", "renew", Folder, "worker-1");

        using var node = CertificateFiles.Load(Folder, "worker-1", TimeProvider.System);
        Assert.Equal("worker-1", PeerValidation.NameOf(node.Certificate));
        Assert.InRange(node.Certificate.NotAfter - TimeProvider.System.GetLocalNow().DateTime, TimeSpan.FromDays(88.9), TimeSpan.FromDays(91.1));
        Assert.Equal(
            ["ca.crt", "ca.key", "coordinator.crt", "coordinator.key", "worker-1.crt", "worker-1.key"],
            Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_table_shows_who_has_which_certificate()
    {
        Require("", "init", Folder);
        Require("", "issue", Folder, "coordinator", "--host", "localhost", "--host", "::1");
        Require("", "issue", Folder, "worker-1", "--days", "14");
        Require("", "issue", Folder, "worker-2", "--days", "1");
        File.WriteAllText(Path.Combine(Folder, "broken.crt"), "nonsense");

        var lines = Workplace.Fed("certs", "show", Folder).OutputLines;

        Assert.Equal(["name", "purpose", "valid", "from", "valid", "until", "hosts"], Words(lines[0]));
        Assert.Equal(["Federated", "CA", "CA"], Words(lines[1])[..3]);
        Assert.Equal(["coordinator", "server,", "client"], Words(lines[2])[..3]);
        Assert.EndsWith("localhost, ::1", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("-", lines[3], StringComparison.Ordinal);
        Assert.Equal(
            [
                $"worker-1 runs out in 13 days: fed certs renew {Folder} worker-1",
                $"worker-2 runs out within a day: fed certs renew {Folder} worker-2",
                $"{Path.Combine(Folder, "broken.crt")}: is not a certificate in PEM format",
            ],
            lines[5..]);

        static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Theory]
    [InlineData(-1, "has expired")]
    [InlineData(0, "runs out within a day")]
    [InlineData(1, "runs out in 1 day")]
    [InlineData(14, "runs out in 14 days")]
    [InlineData(15, null)]
    [InlineData(91, "is not yet valid")]
    public void Two_weeks_before_the_end_it_is_said(int daysLeft, string? note)
    {
        var end = new DateTimeOffset(2031, 5, 6, 12, 0, 0, TimeSpan.Zero);
        using var output = new StringWriter();

        CertificateText.Write(output, "certs", Listing(Entry("CA", 900), Entry("worker-1", 90)), end.AddDays(-daysLeft));

        Assert.Equal(note is null ? null : $"worker-1 {note}: fed certs renew certs worker-1", output.ToString().Split(Environment.NewLine).Skip(4).FirstOrDefault(line => line.Length > 0));

        static CertificateListing Listing(CertificateEntry authority, CertificateEntry node) => new() { Authority = authority, Nodes = [node], Problems = [] };
        CertificateEntry Entry(string name, int days) => new()
        {
            Name = name,
            Purpose = "server, client",
            Hosts = [],
            ValidFrom = end.AddDays(-days),
            ValidUntil = days == 90 ? end : end.AddYears(5),
        };
    }

    [Theory]
    [InlineData("issue DIR worker/1", "name 'worker/1'", "A-Z a-z 0-9 . _ -")]
    [InlineData("issue DIR ca", "those of the CA")]
    [InlineData("issue DIR coordinator", "coordinator.crt: exists", "fed certs renew")]
    [InlineData("issue DIR worker-1 --host localhost:7070", "host 'localhost:7070'", "neither a DNS name nor an IP address")]
    [InlineData("issue DIR worker-1 --days 0", "--days: 0", "[1, 825]")]
    [InlineData("issue DIR worker-1 --days 826", "--days: 826", "[1, 825]")]
    [InlineData("issue DIR worker-1 --days many", "--days: many", "[1, 825]")]
    [InlineData("issue DIR/none worker-1", "ca.crt: does not exist", "fed certs init")]
    [InlineData("renew DIR worker-1", "worker-1.crt: does not exist", "fed certs issue")]
    [InlineData("renew DIR coordinator --days 1000", "--days: 1000", "[1, 825]")]
    [InlineData("show DIR/none", "ca.crt: does not exist", "fed certs init")]
    [InlineData("init DIR", "ca.crt: exists", "another folder")]
    public void What_cannot_be_is_refused(string words, params string[] mentions)
    {
        Require("", "init", Folder);
        Require("", "issue", Folder, "coordinator");

        RequireRefusal(words.Replace("DIR", Folder, StringComparison.Ordinal).Split(' '), mentions);
        Assert.Equal(4, Directory.GetFileSystemEntries(Folder).Length);
    }

    [Fact]
    public void Keys_of_others_and_files_that_cannot_be_read_are_refused()
    {
        Require("", "init", Folder);
        Require("", "issue", Folder, "a");
        Require("", "issue", Folder, "b");
        File.Copy(Path.Combine(Folder, "a.key"), Path.Combine(Folder, "b.key"), overwrite: true);
        RequireRefusal(["renew", Folder, "b"], "b.key: does not belong to");

        File.Copy(Path.Combine(Folder, "a.key"), Path.Combine(Folder, "ca.key"), overwrite: true);
        RequireRefusal(["issue", Folder, "c"], "ca.key: does not belong to");

        File.Delete(Path.Combine(Folder, "ca.key"));
        RequireRefusal(["issue", Folder, "c"], "ca.key: does not exist", "only the folder of the CA");

        File.Delete(Path.Combine(Folder, "ca.crt"));
        Directory.CreateDirectory(Path.Combine(Folder, "ca.crt"));
        RequireRefusal(["show", Folder], "ca.crt: cannot be read");
    }

    [Fact]
    public void A_name_of_a_CA_may_not_be_empty() => RequireRefusal(["init", Folder, "--name", ""], "1 to 64 characters");

    private static void Require(string mention, params string[] words)
    {
        var result = Workplace.Fed(["certs", .. words]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains(mention, result.Output, StringComparison.Ordinal);
    }

    private static void RequireRefusal(string[] words, params string[] mentions)
    {
        var result = Workplace.Fed(["certs", .. words]);

        Assert.Equal((2, ""), (result.Code, result.Output));
        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("fed: ", line, StringComparison.Ordinal);
        Assert.All(mentions, text => Assert.Contains(text, line, StringComparison.Ordinal));
    }
}
