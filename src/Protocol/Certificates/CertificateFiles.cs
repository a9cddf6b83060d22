using System.Security.Cryptography.X509Certificates;

namespace Federated.Protocol.Certificates;

/// <summary>Reads folders that hold the CA's <c>ca.crt</c> and nodes' <c>NAME.crt</c> and <c>NAME.key</c>, all in PEM format.</summary>
public static class CertificateFiles
{
    /// <summary>Loads what a node needs to talk to others. Others would refuse what is refused here.</summary>
    /// <param name="folder">holds <c>ca.crt</c>, <c>NAME.crt</c> and <c>NAME.key</c></param>
    /// <param name="name">the node</param>
    /// <param name="time">clock</param>
    /// <exception cref="CertificateException">a file cannot be read, the key is another's, or the certificate is not valid now</exception>
    public static NodeCertificate Load(string folder, string name, TimeProvider time)
    {
        NodeName.Require(name);
        var path = CertificatePaths.Certificate(folder, name);
        var authority = LoadAuthority(folder);
        X509Certificate2? certificate = null;
        try
        {
            certificate = PemFile.ReadWithKey(path, CertificatePaths.Key(folder, name), $"'fed certs issue {folder} {name}' makes both, where the CA is");
            var reason = new PeerValidation(authority, time).Refuse(certificate, PeerRole.Client) ?? PeerValidation.RefuseName(certificate, name);
            return reason is null ? new NodeCertificate(name, certificate, authority) : throw new CertificateException($"{path}: {reason}");
        }
        catch
        {
            certificate?.Dispose();
            authority.Dispose();
            throw;
        }
    }

    /// <summary>Loads the certificate of the CA, which everybody may know.</summary>
    /// <param name="folder">holds <c>ca.crt</c></param>
    /// <exception cref="CertificateException">it cannot be read, or is not that of a CA</exception>
    public static X509Certificate2 LoadAuthority(string folder)
    {
        var path = CertificatePaths.Certificate(folder, CertificatePaths.Authority);
        var authority = PemFile.ReadCertificate(path, $"'fed certs init {folder}' makes a CA, nodes get a copy of its ca.crt");
        if (CertificatePurpose.IsAuthority(authority))
        {
            return authority;
        }

        authority.Dispose();
        throw new CertificateException($"{path}: is not the certificate of a CA; expected the one that 'fed certs init' made");
    }

    /// <summary>Lists all certificates of a folder, and what is wrong with them.</summary>
    /// <param name="folder">holds <c>ca.crt</c> and any others</param>
    /// <exception cref="CertificateException">there is no CA</exception>
    public static CertificateListing List(string folder)
    {
        using var authority = LoadAuthority(folder);
        var (nodes, problems) = (new List<CertificateEntry>(), new List<string>());
        foreach (var path in Directory.EnumerateFiles(folder, "*" + CertificatePaths.CertificateEnding).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (name != CertificatePaths.Authority)
            {
                Read(path, name, authority, nodes, problems);
            }
        }

        return new CertificateListing { Authority = Entry(authority), Nodes = nodes, Problems = problems };
    }

    /// <summary>Describes a certificate.</summary>
    internal static CertificateEntry Entry(X509Certificate2 certificate) => new()
    {
        Name = NodeName.Of(certificate) ?? certificate.Subject,
        Purpose = CertificatePurpose.Text(certificate),
        Hosts = CertificateHosts.Of(certificate),
        ValidFrom = certificate.ValidFrom(),
        ValidUntil = certificate.ValidUntil(),
    };

    private static void Read(string path, string name, X509Certificate2 authority, List<CertificateEntry> nodes, List<string> problems)
    {
        try
        {
            var key = CertificatePaths.Key(Path.GetDirectoryName(path)!, name);
            using var certificate = File.Exists(key) ? PemFile.ReadWithKey(path, key, "") : PemFile.ReadCertificate(path, "");
            var reason = Issuer.Refuse(certificate, authority) is { } issuer ? $"the certificate {issuer}" : PeerValidation.RefuseName(certificate, name);
            if (reason is not null)
            {
                throw new CertificateException($"{path}: {reason}");
            }

            nodes.Add(Entry(certificate));
        }
        catch (CertificateException error)
        {
            problems.Add(error.Message);
        }
    }
}
