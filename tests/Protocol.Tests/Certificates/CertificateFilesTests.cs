using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Federated.Protocol.Certificates;
using Xunit;

namespace Federated.Protocol.Tests.Certificates;

public sealed class CertificateFilesTests : IDisposable
{
    private readonly CaFolder _ca = new();

    public void Dispose() => _ca.Dispose();

    [Fact]
    public void What_was_written_is_read()
    {
        _ca.Authority.Issue("worker-1", ["localhost"], 90);

        using var node = CertificateFiles.Load(_ca.Root, "worker-1", _ca.Time);

        Assert.True(node.Certificate.HasPrivateKey);
        Assert.Equal(("worker-1", "CN=worker-1", "CN=Federated CA"), (node.Name, node.Certificate.Subject, node.Authority.Subject));
        Assert.Equal(node.Certificate.ExportCertificatePem() + "\n", File.ReadAllText(_ca["worker-1.crt"]));
        var (key, data) = (node.Certificate.GetECDsaPrivateKey()!, new byte[] { 1, 2, 3 });
        using var read = ECDsa.Create();
        read.ImportFromPem(File.ReadAllText(_ca["worker-1.key"]));
        Assert.True(key.VerifyData(data, read.SignData(data, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
    }

    [Fact]
    public void A_node_needs_its_three_files_only()
    {
        _ca.Authority.Issue("worker-1", [], 90);
        File.Delete(_ca["ca.key"]);

        using var node = CertificateFiles.Load(_ca.Root, "worker-1", _ca.Time);

        Assert.Equal("worker-1", PeerValidation.NameOf(node.Certificate));
    }

    [Fact]
    public void Keys_are_the_users_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");
        File.WriteAllText(_ca["worker-1.key.tmp"], "left by a crash");
        _ca.Authority.Issue("worker-1", [], 90);

        Assert.All(new[] { "ca.key", "worker-1.key" }, name => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(name)));
        Assert.All(new[] { "ca.crt", "worker-1.crt" }, name => Assert.True(Mode(name).HasFlag(UnixFileMode.UserRead | UnixFileMode.UserWrite)));
        Assert.Empty(Directory.GetFiles(_ca.Root, "*.tmp"));

        UnixFileMode Mode(string name) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(_ca[name]);
    }

    [Fact]
    public void Files_that_are_missing_or_something_else_are_named()
    {
        Refused("worker-1.crt: does not exist", "fed certs issue");
        _ca.Authority.Issue("worker-1", [], 90);
        _ca.Authority.Issue("worker-2", [], 90);

        File.Copy(_ca["worker-2.key"], _ca["worker-1.key"], overwrite: true);
        Refused("worker-1.key: does not belong to", "worker-1.crt");
        File.WriteAllText(_ca["worker-1.key"], "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Refused("worker-1.key: does not belong to");
        File.WriteAllText(_ca["worker-1.key"], "nonsense");
        Refused("worker-1.key: is not a private key in PEM format");
        using (var key = ECDsa.Create())
        {
            File.WriteAllText(_ca["worker-1.key"], key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)));
        }

        Refused("worker-1.key: is encrypted", "without a password");
        File.Delete(_ca["worker-1.key"]);
        Refused("worker-1.key: does not exist");
        File.WriteAllText(_ca["worker-1.crt"], "nonsense");
        Refused("worker-1.crt: is not a certificate in PEM format");
        File.Delete(_ca["worker-1.crt"]);
        Directory.CreateDirectory(_ca["worker-1.crt"]);
        Refused("worker-1.crt: cannot be read");
        File.Delete(_ca["ca.crt"]);
        Refused("ca.crt: does not exist", "fed certs init");
    }

    [Fact]
    public void A_node_learns_at_its_start_that_others_would_refuse_it()
    {
        using var other = new CaFolder(_ca.Time);
        _ca.Authority.Issue("worker-1", [], 90);
        _ca.Time.Now = SteppedTime.Start.AddDays(91);
        Refused("worker-1.crt", "expired on 2031-08-04");
        _ca.Time.Now = SteppedTime.Start;

        File.Copy(other["ca.crt"], _ca["ca.crt"], overwrite: true);
        Refused("worker-1.crt", "issued by another CA");
    }

    [Fact]
    public void A_certificate_under_a_wrong_name_is_refused()
    {
        _ca.Authority.Issue("worker-2", [], 90);
        File.Move(_ca["worker-2.crt"], _ca["worker-1.crt"]);
        File.Move(_ca["worker-2.key"], _ca["worker-1.key"]);

        Refused("worker-1.crt", "that of 'worker-2', not of 'worker-1'");
    }

    [Fact]
    public void A_listing_shows_what_is_good_and_says_what_is_not()
    {
        using var other = new CaFolder(_ca.Time);
        other.Authority.Issue("stranger", [], 90);
        File.Copy(other["stranger.crt"], _ca["stranger.crt"]);
        File.WriteAllText(_ca["broken.crt"], "nonsense");
        foreach (var name in new[] { "b", "a", "c" })
        {
            _ca.Authority.Issue(name, ["localhost"], 90);
        }

        File.Copy(_ca["a.key"], _ca["c.key"], overwrite: true);
        File.Delete(_ca["b.key"]);

        var listing = CertificateFiles.List(_ca.Root);

        Assert.Equal("Federated CA", listing.Authority.Name);
        Assert.Equal(["a", "b"], listing.Nodes.Select(node => node.Name));
        Assert.Collection(
            listing.Problems,
            text => Assert.Contains("broken.crt: is not a certificate", text, StringComparison.Ordinal),
            text => Assert.Contains("c.key: does not belong to", text, StringComparison.Ordinal),
            text => Assert.Contains("stranger.crt: the certificate was issued by another CA", text, StringComparison.Ordinal));
    }

    private void Refused(params string[] mentions)
    {
        var message = Assert.Throws<CertificateException>(() => CertificateFiles.Load(_ca.Root, "worker-1", _ca.Time)).Message;
        Assert.All(mentions, text => Assert.Contains(text, message, StringComparison.Ordinal));
    }
}
