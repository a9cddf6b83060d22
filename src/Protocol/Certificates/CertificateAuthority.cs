using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static System.FormattableString;

namespace Federated.Protocol.Certificates;

/// <summary>A small CA in a folder: it says which nodes belong together, and what each is called.</summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>Days that a certificate is valid unless others are asked for.</summary>
    public const int UsualDays = 90;

    /// <summary>Most days that a certificate may be valid: what is accepted of public CAs.</summary>
    public const int MostDays = 825;

    /// <summary>Name of a CA unless another is asked for.</summary>
    public const string UsualName = "Federated CA";

    private const int Years = 10;
    private const int SerialBytes = 16;

    /// <summary>X.509 limits a common name to this (ub-common-name).</summary>
    private const int LongestName = 64;

    /// <summary>Clocks differ: a node whose clock is slow must not find a new certificate not yet valid.</summary>
    private static readonly TimeSpan _backdated = TimeSpan.FromHours(1);

    private readonly string _folder;
    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _time;

    private CertificateAuthority(string folder, X509Certificate2 certificate, TimeProvider time) =>
        (_folder, _certificate, _time) = (folder, certificate, time);

    /// <summary>The CA's own certificate.</summary>
    public CertificateEntry Entry => CertificateFiles.Entry(_certificate);

    /// <summary>Makes a CA: ECDSA on P-256, ten years.</summary>
    /// <param name="folder">made if it does not exist</param>
    /// <param name="name">what people call it</param>
    /// <param name="time">clock</param>
    /// <exception cref="CertificateException">there is one already, or the name is not accepted</exception>
    public static CertificateAuthority Create(string folder, string name, TimeProvider time)
    {
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl) || string.IsNullOrWhiteSpace(name))
        {
            throw new CertificateException($"name '{name}' of the CA: not accepted; expected 1 to {LongestName} characters on one line");
        }

        var (path, keyPath) = Paths(folder, CertificatePaths.Authority);
        if (FirstThatExists(path, keyPath) is { } existing)
        {
            throw new CertificateException($"{existing}: exists; a CA is not replaced, nodes would lose each other: choose another folder");
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - _backdated, now.AddYears(Years));
        Directory.CreateDirectory(folder);
        PemFile.WriteSecret(keyPath, key.ExportPkcs8PrivateKeyPem());
        PemFile.Write(path, certificate.ExportCertificatePem());
        return Open(folder, time);
    }

    /// <summary>Opens a CA.</summary>
    /// <param name="folder">where it was made</param>
    /// <param name="time">clock</param>
    /// <exception cref="CertificateException">there is none, or its key is missing or another's</exception>
    public static CertificateAuthority Open(string folder, TimeProvider time)
    {
        using (CertificateFiles.LoadAuthority(folder))
        {
            var (path, keyPath) = Paths(folder, CertificatePaths.Authority);
            return new CertificateAuthority(folder, PemFile.ReadWithKey(path, keyPath, "only the folder of the CA, with its key, can issue certificates"), time);
        }
    }

    /// <summary>Makes a key and a certificate for a node, or for an operator.</summary>
    /// <param name="name">whose it is; also the name of its files</param>
    /// <param name="hosts">DNS names and addresses under which others reach it; none for a node that only connects</param>
    /// <param name="days">how long it is valid</param>
    /// <param name="holder">what it may be used for</param>
    /// <exception cref="CertificateException">the node has one, or an argument is not accepted</exception>
    public CertificateEntry Issue(string name, IReadOnlyList<string> hosts, int days, CertificateHolder holder = CertificateHolder.Node)
    {
        NodeName.Require(name);
        if (holder == CertificateHolder.Operator && hosts.Count > 0)
        {
            throw new CertificateException($"host '{hosts[0]}': not accepted; an operator only connects, expected none");
        }

        var (path, keyPath) = Paths(_folder, name);
        if (FirstThatExists(path, keyPath) is { } existing)
        {
            throw new CertificateException(existing == path
                ? $"{path}: exists; 'fed certs renew {_folder} {name}' gives it more time"
                : $"{keyPath}: exists without {path}; remove it, or put the certificate back");
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(name, new PublicKey(key), hosts.Count == 0 ? null : CertificateHosts.Extension(hosts), days, holder);
        PemFile.WriteSecret(keyPath, key.ExportPkcs8PrivateKeyPem());
        PemFile.Write(path, certificate.ExportCertificatePem());
        return CertificateFiles.Entry(certificate);
    }

    /// <summary>
    /// Gives a node more time: the same name, hosts and key, so that one file is replaced, and the key may have left the folder.
    /// The old certificate stays valid until it expires.
    /// </summary>
    /// <param name="name">the node</param>
    /// <param name="days">how long the new certificate is valid</param>
    /// <exception cref="CertificateException">the node has none, it is not of this CA, or its key is another's</exception>
    public CertificateEntry Renew(string name, int days)
    {
        NodeName.Require(name);
        var (path, keyPath) = Paths(_folder, name);
        var remedy = $"'fed certs issue {_folder} {name}' makes a first one";
        using var old = File.Exists(keyPath) ? PemFile.ReadWithKey(path, keyPath, remedy) : PemFile.ReadCertificate(path, remedy);
        if (Issuer.Refuse(old, _certificate) is { } reason)
        {
            throw new CertificateException($"{path}: the certificate {reason}");
        }

        if (PeerValidation.RefuseName(old, name) is { } otherName)
        {
            throw new CertificateException($"{path}: {otherName}");
        }

        using var certificate = Sign(name, old.PublicKey, old.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault(), days, CertificatePurpose.HolderOf(old));
        PemFile.Write(path, certificate.ExportCertificatePem());
        return CertificateFiles.Entry(certificate);
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private X509Certificate2 Sign(string name, PublicKey key, X509Extension? hosts, int days, CertificateHolder holder)
    {
        var now = _time.GetUtcNow();
        RequireTime(now, days);
        var request = new CertificateRequest(Subject(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(CertificatePurpose.Extension(holder));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (hosts is not null)
        {
            request.CertificateExtensions.Add(hosts);
        }

        var from = now - _backdated;
        return request.Create(_certificate, from < _certificate.ValidFrom() ? _certificate.ValidFrom() : from, now.AddDays(days), Serial());
    }

    private void RequireTime(DateTimeOffset now, int days)
    {
        if (days is < 1 or > MostDays)
        {
            throw new CertificateException(Invariant($"{days} days: not accepted; expected a whole number in [1, {MostDays}]"));
        }

        var path = CertificatePaths.Certificate(_folder, CertificatePaths.Authority);
        if (new PeerValidation(_certificate, _time).RefuseTime(_certificate) is { } reason)
        {
            throw new CertificateException($"{path}: the certificate of the CA {reason}");
        }

        if (now.AddDays(days) > _certificate.ValidUntil())
        {
            var left = (int)(_certificate.ValidUntil() - now).TotalDays;
            throw new CertificateException(Invariant($"{days} days: the CA itself expires on {_certificate.ValidUntil().Text()}; expected at most {left}"));
        }
    }

    private static (string Certificate, string Key) Paths(string folder, string name) =>
        (CertificatePaths.Certificate(folder, name), CertificatePaths.Key(folder, name));

    private static string? FirstThatExists(params string[] paths) => paths.FirstOrDefault(Path.Exists);

    private static X500DistinguishedName Subject(string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        return subject.Build();
    }

    /// <summary>Positive and not small, as DER and RFC 5280 want it.</summary>
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
