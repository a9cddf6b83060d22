using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Federated.Protocol.Certificates;

namespace Federated.Protocol.Tests.Certificates;

/// <summary>A folder with a CA, for one test.</summary>
internal sealed class CaFolder : IDisposable
{
    public CaFolder(SteppedTime? time = null)
    {
        Time = time ?? new SteppedTime();
        Authority = CertificateAuthority.Create(Root, CertificateAuthority.UsualName, Time);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("fed-ca-").FullName;

    public SteppedTime Time { get; }

    public CertificateAuthority Authority { get; }

    /// <summary>A path in the folder.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>A check that trusts this CA.</summary>
    public PeerValidation Validation => new(CertificateFiles.LoadAuthority(Root), Time);

    /// <summary>Issues and loads.</summary>
    public NodeCertificate Node(string name, params string[] hosts)
    {
        Authority.Issue(name, hosts, CertificateAuthority.UsualDays);
        return CertificateFiles.Load(Root, name, Time);
    }

    /// <summary>A certificate that <c>fed</c> would not issue, with the CA's key.</summary>
    public X509Certificate2 Unusual(string subject, string? usage, PublicKey? key = null)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = X509Certificate2.CreateFromPemFile(this["ca.crt"], this["ca.key"]);
        var request = new CertificateRequest(new X500DistinguishedName(subject), key ?? new PublicKey(own), HashAlgorithmName.SHA256);
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        }

        return request.Create(authority, Time.Now, Time.Now.AddDays(1), [1, 2, 3]);
    }

    public void Dispose()
    {
        Authority.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
