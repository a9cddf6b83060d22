using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Federated.Protocol.Certificates;

/// <summary>What a certificate may be used for (RFC 5280, 4.2.1.12).</summary>
internal static class CertificatePurpose
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Our own: below 2.25, where everybody may take the number of a UUID of theirs (ITU-T X.667).</summary>
    private const string Operation = "2.25.207132632411621635164303731133805347561";

    /// <summary>What a holder's certificate says. Nodes may listen and connect, gossip does both; operators only connect.</summary>
    public static X509Extension Extension(CertificateHolder holder) => new X509EnhancedKeyUsageExtension(
        holder == CertificateHolder.Operator
            ? [new Oid(ClientAuthentication), new Oid(Operation)]
            : [new Oid(ServerAuthentication), new Oid(ClientAuthentication)],
        critical: false);

    /// <summary>Whose certificate it is.</summary>
    public static CertificateHolder HolderOf(X509Certificate2 certificate) =>
        Allows(certificate, PeerRole.Operator) ? CertificateHolder.Operator : CertificateHolder.Node;

    /// <summary>Whether it says that it is for a role; one that says nothing, as that of the CA, is for none.</summary>
    public static bool Allows(X509Certificate2 certificate, PeerRole role) =>
        Usages(certificate).Contains(role switch
        {
            PeerRole.Server => ServerAuthentication,
            PeerRole.Client => ClientAuthentication,
            _ => Operation,
        });

    /// <summary>For people.</summary>
    public static string Text(X509Certificate2 certificate)
    {
        var roles = Enum.GetValues<PeerRole>().Where(role => Allows(certificate, role)).Select(role => $"{role}".ToLowerInvariant()).ToList();
        return IsAuthority(certificate) ? "CA" : roles.Count > 0 ? string.Join(", ", roles) : "nothing that TLS knows";
    }

    /// <summary>Whether it may issue others.</summary>
    public static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);

    private static IEnumerable<string?> Usages(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(usages => usages.EnhancedKeyUsages.Cast<Oid>()).Select(usage => usage.Value);
}
