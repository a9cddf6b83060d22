using System.Security.Cryptography.X509Certificates;
using Federated.Protocol.Certificates;
using Xunit;

namespace Federated.Protocol.Tests.Certificates;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly CaFolder _ca = new();

    public void Dispose() => _ca.Dispose();

    [Fact]
    public void The_CA_may_issue_nodes_only_for_ten_years()
    {
        using var certificate = CertificateFiles.LoadAuthority(_ca.Root);
        var constraints = Assert.Single(certificate.Extensions.OfType<X509BasicConstraintsExtension>());
        var usage = Assert.Single(certificate.Extensions.OfType<X509KeyUsageExtension>());

        Assert.Equal((true, true, 0), (constraints.CertificateAuthority, constraints.Critical, constraints.PathLengthConstraint));
        Assert.Equal(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, usage.KeyUsages);
        Assert.Equal(("CA", SteppedTime.Start.AddYears(10)), (_ca.Authority.Entry.Purpose, _ca.Authority.Entry.ValidUntil));
        Assert.Equal("1.2.840.10045.3.1.7", certificate.GetECDsaPublicKey()!.ExportParameters(false).Curve.Oid.Value);
        Assert.False(certificate.HasPrivateKey);
    }

    [Fact]
    public void A_node_gets_what_was_asked_for()
    {
        var entry = _ca.Authority.Issue("Worker_1.a-b", ["Fed.Example.org", "192.0.2.7", "fed.example.org"], 30);

        Assert.Equal(("Worker_1.a-b", "server, client"), (entry.Name, entry.Purpose));
        Assert.Equal(["fed.example.org", "192.0.2.7"], entry.Hosts);
        Assert.Equal(SteppedTime.Start.AddDays(30), entry.ValidUntil);
    }

    [Fact]
    public void Serial_numbers_are_long_and_differ()
    {
        using var first = _ca.Node("a");
        using var second = _ca.Node("b");

        Assert.Equal((32, 32), (first.Certificate.SerialNumber.Length, second.Certificate.SerialNumber.Length));
        Assert.NotEqual(first.Certificate.SerialNumber, second.Certificate.SerialNumber);
    }

    [Fact]
    public void A_renewal_keeps_name_hosts_and_key_even_if_the_key_has_left()
    {
        using var old = _ca.Node("worker-1", "localhost", "10.0.0.5");
        File.Move(_ca["worker-1.key"], _ca["elsewhere"]);
        _ca.Time.Now = SteppedTime.Start.AddDays(100);

        var entry = _ca.Authority.Renew("worker-1", 7);

        Assert.Equal(("worker-1", SteppedTime.Start.AddDays(107)), (entry.Name, entry.ValidUntil));
        Assert.Equal(["localhost", "10.0.0.5"], entry.Hosts);
        File.Move(_ca["elsewhere"], _ca["worker-1.key"]);
        using var renewed = CertificateFiles.Load(_ca.Root, "worker-1", _ca.Time);
        Assert.Equal(old.Certificate.GetPublicKey(), renewed.Certificate.GetPublicKey());
    }

    [Fact]
    public void A_CA_is_not_replaced()
    {
        Refused(() => CertificateAuthority.Create(_ca.Root, "Another", _ca.Time), "ca.crt: exists", "another folder");
        File.Delete(_ca["ca.crt"]);
        Refused(() => CertificateAuthority.Create(_ca.Root, "Another", _ca.Time), "ca.key: exists");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_CA_needs_a_name(string name) =>
        Refused(() => CertificateAuthority.Create(_ca["new"], name, _ca.Time), "of the CA", "1 to 64 characters");

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("-v")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("wörker")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Names_that_are_no_file_names_are_refused(string name)
    {
        Refused(() => _ca.Authority.Issue(name, [], 90), $"name '{name}'", "at most 64 of the characters A-Z a-z 0-9 . _ -");
        Refused(() => _ca.Authority.Renew(name, 90), $"name '{name}'");
        Refused(() => CertificateFiles.Load(_ca.Root, name, _ca.Time), $"name '{name}'");
    }

    [Theory]
    [InlineData("ca")]
    [InlineData("CA")]
    public void The_name_of_the_CAs_files_is_taken(string name) => Refused(() => _ca.Authority.Issue(name, [], 90), "those of the CA");

    [Theory]
    [InlineData("")]
    [InlineData("*.example.org")]
    [InlineData("under_score")]
    [InlineData("-a.org")]
    [InlineData("a..org")]
    [InlineData("300.1.2.3")]
    [InlineData("127.1")]
    [InlineData("host:7070")]
    [InlineData("https://host")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("bücher.example")]
    public void Hosts_that_are_none_are_refused_and_leave_no_files(string host)
    {
        Refused(() => _ca.Authority.Issue("worker-1", ["localhost", host], 90), $"host '{host}'", "neither a DNS name nor an IP address");
        Assert.Equal(2, Directory.GetFiles(_ca.Root).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(826)]
    public void Days_are_limited(int days) => Refused(() => _ca.Authority.Issue("worker-1", [], days), $"{days} days", "[1, 825]");

    [Fact]
    public void Nobody_outlives_the_CA()
    {
        _ca.Time.Now = SteppedTime.Start.AddYears(10).AddDays(-50);
        Refused(() => _ca.Authority.Issue("worker-1", [], 90), "the CA itself expires on 2041-05-06", "at most 50");
        _ca.Authority.Issue("worker-1", [], 50);

        _ca.Time.Now = SteppedTime.Start.AddYears(10).AddDays(1);
        Refused(() => _ca.Authority.Renew("worker-1", 1), "ca.crt", "expired on 2041-05-06");
    }

    [Fact]
    public void A_clock_before_the_CA_is_noticed()
    {
        _ca.Time.Now = SteppedTime.Start.AddDays(-1);

        Refused(() => _ca.Authority.Issue("worker-1", [], 90), "ca.crt", "not yet valid", "2031-05-05 12:00:00 UTC here");
    }

    [Fact]
    public void A_name_is_issued_once()
    {
        _ca.Authority.Issue("worker-1", [], 90);

        Refused(() => _ca.Authority.Issue("worker-1", [], 90), "worker-1.crt: exists", "fed certs renew");
        File.Delete(_ca["worker-1.crt"]);
        Refused(() => _ca.Authority.Issue("worker-1", [], 90), "worker-1.key: exists without", "remove it");
    }

    [Fact]
    public void Only_certificates_of_this_CA_and_name_are_renewed()
    {
        using var other = new CaFolder(_ca.Time);
        other.Authority.Issue("worker-1", [], 90);
        _ca.Authority.Issue("worker-2", [], 90);
        Refused(() => _ca.Authority.Renew("worker-1", 90), "worker-1.crt: does not exist", "fed certs issue");

        File.Copy(other["worker-1.crt"], _ca["worker-1.crt"]);
        File.Copy(_ca["worker-2.crt"], _ca["worker-3.crt"]);

        Refused(() => _ca.Authority.Renew("worker-1", 90), "worker-1.crt", "issued by another CA");
        Refused(() => _ca.Authority.Renew("worker-3", 90), "worker-3.crt", "that of 'worker-2', not of 'worker-3'");
    }

    [Fact]
    public void Without_a_CA_or_its_key_nothing_is_issued()
    {
        Refused(() => CertificateAuthority.Open(_ca["nowhere"], _ca.Time), "ca.crt: does not exist", "fed certs init");
        File.Delete(_ca["ca.key"]);
        Refused(() => CertificateAuthority.Open(_ca.Root, _ca.Time), "ca.key: does not exist", "folder of the CA");
    }

    [Fact]
    public void A_node_is_no_CA()
    {
        _ca.Authority.Issue("worker-1", [], 90);
        File.Copy(_ca["worker-1.crt"], _ca["ca.crt"], overwrite: true);
        File.Copy(_ca["worker-1.key"], _ca["ca.key"], overwrite: true);

        Refused(() => CertificateAuthority.Open(_ca.Root, _ca.Time), "ca.crt: is not the certificate of a CA");
    }

    private static void Refused(Action action, params string[] mentions)
    {
        var message = Assert.Throws<CertificateException>(action).Message;
        Assert.All(mentions, text => Assert.Contains(text, message, StringComparison.Ordinal));
    }
}
