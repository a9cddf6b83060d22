using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Federated.Protocol.Certificates;
using Xunit;

namespace Federated.Protocol.Tests.Certificates;

public sealed class PeerValidationTests : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private readonly CaFolder _ca = new();

    public void Dispose() => _ca.Dispose();

    [Fact]
    public void Nodes_of_one_CA_accept_each_other()
    {
        using var server = _ca.Node("coordinator", "fed.example.org", "127.0.0.1", "::1");
        using var client = _ca.Node("worker-1");

        Assert.Null(_ca.Validation.RefuseClient(client.Certificate));
        Assert.Null(_ca.Validation.RefuseClient(server.Certificate));
        Assert.All(
            new[] { "fed.example.org", "FED.example.org", "127.0.0.1", "::1", "[::1]" },
            host => Assert.Null(_ca.Validation.RefuseServer(server.Certificate, host)));
        Assert.Equal("worker-1", PeerValidation.NameOf(client.Certificate));
        Assert.Null(PeerValidation.RefuseName(client.Certificate, "worker-1"));
    }

    [Fact]
    public void Another_CA_of_the_same_name_is_told_apart()
    {
        using var other = new CaFolder(_ca.Time);
        using var stranger = other.Node("worker-1", "localhost");

        Require(_ca.Validation.RefuseClient(stranger.Certificate), "'worker-1'", "issued by another CA", "CN=Federated CA");
        Require(_ca.Validation.RefuseServer(stranger.Certificate, "localhost"), "issued by another CA");
        Assert.Null(other.Validation.RefuseClient(stranger.Certificate));
    }

    [Fact]
    public void A_certificate_that_a_node_signed_itself_is_refused()
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=worker-1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(_ca.Time.Now, _ca.Time.Now.AddDays(1));

        Require(_ca.Validation.RefuseClient(certificate), "issued by another CA", "CN=worker-1");
    }

    [Fact]
    public void A_certificate_of_a_node_issues_no_others()
    {
        using var node = _ca.Node("worker-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var generator = X509SignatureGenerator.CreateForECDsa(node.Certificate.GetECDsaPrivateKey()!);
        var request = new CertificateRequest("CN=coordinator", key, HashAlgorithmName.SHA256);
        using var forged = request.Create(node.Certificate.SubjectName, generator, _ca.Time.Now, _ca.Time.Now.AddDays(1), [1]);

        Require(_ca.Validation.RefuseClient(forged), "issued by another CA");
    }

    [Fact]
    public void Time_decides_to_the_second()
    {
        using var node = _ca.Node("worker-1", "localhost");
        var end = SteppedTime.Start.AddDays(CertificateAuthority.UsualDays);

        Assert.Null(At(end));
        Require(At(end.AddSeconds(1)), "'worker-1' expired on 2031-08-04 12:00:00 UTC", "it is 2031-08-04 12:00:01 UTC here");
        Assert.Null(At(SteppedTime.Start.AddHours(-1)));
        Require(At(SteppedTime.Start.AddHours(-1).AddSeconds(-1)), "not yet valid", "from 2031-05-06 11:00:00 UTC on");

        string? At(DateTimeOffset now)
        {
            _ca.Time.Now = now;
            return _ca.Validation.RefuseServer(node.Certificate, "localhost");
        }
    }

    [Theory]
    [InlineData(ServerUsage, true, false)]
    [InlineData(ClientUsage, false, true)]
    [InlineData(CodeSigning, false, false)]
    [InlineData(null, false, false)]
    public void A_purpose_is_for_its_own_role_only(string? usage, bool server, bool client)
    {
        using var certificate = _ca.Unusual("CN=worker-1", usage);

        RequireWhether(client, _ca.Validation.RefuseClient(certificate), "wrong purpose", "expected client");

        // Its name is not looked at before its purpose.
        Require(_ca.Validation.RefuseServer(certificate, "localhost"), server ? "for no host, not for localhost" : "wrong purpose");
    }

    [Fact]
    public void The_certificate_of_the_CA_is_nobodys()
    {
        using var authority = X509Certificate2.CreateFromPem(File.ReadAllText(_ca["ca.crt"]));

        Require(_ca.Validation.RefuseClient(authority), "wrong purpose", "it is for CA");
    }

    [Theory]
    [InlineData("fed.example.com")]
    [InlineData("example.org")]
    [InlineData("a.fed.example.org")]
    [InlineData("coordinator")]
    [InlineData("127.0.0.2")]
    public void A_host_that_the_certificate_is_not_for_is_refused(string host)
    {
        using var server = _ca.Node("coordinator", "fed.example.org", "127.0.0.1");

        Require(_ca.Validation.RefuseServer(server.Certificate, host), "does not match", "fed.example.org, 127.0.0.1", host);
    }

    [Fact]
    public void A_claimed_name_has_to_be_the_proven_one()
    {
        using var node = _ca.Node("worker-1");

        Require(PeerValidation.RefuseName(node.Certificate, "worker-2"), "name does not match", "that of 'worker-1', not of 'worker-2'");
        Require(PeerValidation.RefuseName(node.Certificate, "Worker-1"), "name does not match");
    }

    [Theory]
    [InlineData("O=Somebody")]
    [InlineData("CN=worker-1, CN=worker-2")]
    public void A_subject_without_one_name_is_nobody(string subject)
    {
        using var certificate = _ca.Unusual(subject, ClientUsage);

        Require(_ca.Validation.RefuseClient(certificate), "names no node", "one common name");
        Assert.Throws<CertificateException>(() => PeerValidation.NameOf(certificate));
    }

    [Fact]
    public void Nothing_is_refused() => Require(_ca.Validation.RefuseClient(null), "no certificate was shown");

    [Fact]
    public void A_renewed_certificate_is_accepted_and_the_old_one_until_it_expires()
    {
        using var old = _ca.Node("worker-1", "localhost");
        _ca.Time.Now = SteppedTime.Start.AddDays(80);
        _ca.Authority.Renew("worker-1", 90);
        using var renewed = CertificateFiles.Load(_ca.Root, "worker-1", _ca.Time);

        Assert.Null(_ca.Validation.RefuseServer(old.Certificate, "localhost"));
        Assert.Null(_ca.Validation.RefuseServer(renewed.Certificate, "localhost"));
        Assert.NotEqual(old.Certificate.SerialNumber, renewed.Certificate.SerialNumber);

        _ca.Time.Now = SteppedTime.Start.AddDays(91);
        Require(_ca.Validation.RefuseServer(old.Certificate, "localhost"), "expired");
        Assert.Null(_ca.Validation.RefuseServer(renewed.Certificate, "localhost"));
    }

    [Fact]
    public void When_the_CA_has_expired_the_reason_says_so()
    {
        using var node = _ca.Node("worker-1");
        _ca.Time.Now = SteppedTime.Start.AddYears(10).AddDays(1);

        Require(_ca.Validation.RefuseClient(node.Certificate), "our CA expired on 2041-05-06");
    }

    private static void RequireWhether(bool accepted, string? reason, params string[] mentions)
    {
        if (accepted)
        {
            Assert.Null(reason);
        }
        else
        {
            Require(reason, mentions);
        }
    }

    private static void Require(string? reason, params string[] mentions)
    {
        Assert.NotNull(reason);
        Assert.DoesNotContain('\n', reason);
        Assert.All(mentions, text => Assert.Contains(text, reason, StringComparison.Ordinal));
    }
}
