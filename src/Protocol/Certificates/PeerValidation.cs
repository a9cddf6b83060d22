using System.Security.Cryptography.X509Certificates;

namespace Federated.Protocol.Certificates;

/// <summary>Decides about the certificates of peers: those of one CA are trusted, no others, whatever the operating system trusts.</summary>
/// <param name="authority">certificate of our CA</param>
/// <param name="time">clock</param>
public sealed class PeerValidation(X509Certificate2 authority, TimeProvider time)
{
    /// <summary>Decides about a peer that connects to us.</summary>
    /// <param name="certificate">what it showed; null: nothing</param>
    /// <returns>why it is refused, as the rest of a sentence; null: it is trusted to be <see cref="NameOf"/></returns>
    public string? RefuseClient(X509Certificate2? certificate) => Refuse(certificate, PeerRole.Client);

    /// <summary>Decides about a peer to which we connect.</summary>
    /// <param name="certificate">what it showed; null: nothing</param>
    /// <param name="host">DNS name or address under which we reach it</param>
    /// <returns>why it is refused, as the rest of a sentence; null: it is trusted to be <see cref="NameOf"/></returns>
    public string? RefuseServer(X509Certificate2? certificate, string host)
    {
        if (Refuse(certificate, PeerRole.Server) is { } reason)
        {
            return reason;
        }

        return CertificateHosts.Match(certificate!, host)
            ? null
            : $"the certificate of '{NodeName.Of(certificate!)}' does not match the host: it is for {Hosts(certificate!)}, not for {host}";
    }

    /// <summary>Compares the name that a peer claims with the one that its certificate proves.</summary>
    /// <param name="certificate">one that was not refused</param>
    /// <param name="name">the name that is claimed, or expected</param>
    /// <returns>why it is refused, as the rest of a sentence; null: it is that node</returns>
    public static string? RefuseName(X509Certificate2 certificate, string name)
    {
        var proven = NodeName.Of(certificate);
        return proven == name ? null : $"the name does not match: the certificate is that of '{proven}', not of '{name}'";
    }

    /// <summary>Whether a certificate was issued to an operator.</summary>
    /// <param name="certificate">one that was not refused</param>
    public static bool IsOperator(X509Certificate2 certificate) => CertificatePurpose.HolderOf(certificate) == CertificateHolder.Operator;

    /// <summary>Tells nodes from operators, who have no business with models.</summary>
    /// <param name="certificate">one that was not refused</param>
    /// <returns>why it is refused, as the rest of a sentence; null: it is a node's</returns>
    public static string? RefuseNode(X509Certificate2 certificate) =>
        IsOperator(certificate) ? $"the certificate of '{NodeName.Of(certificate)}' is an operator's; expected one of a node" : null;

    /// <summary>The node that a certificate is about: its only common name.</summary>
    /// <exception cref="CertificateException">there is none, or more than one</exception>
    public static string NameOf(X509Certificate2 certificate) =>
        NodeName.Of(certificate) ?? throw new CertificateException($"the certificate '{certificate.Subject}' names no node; expected one common name (CN)");

    /// <summary>Decides whether a certificate would be refused whatever the host.</summary>
    /// <param name="certificate">what was shown; null: nothing</param>
    /// <param name="role">what the peer is at its end</param>
    internal string? Refuse(X509Certificate2? certificate, PeerRole role)
    {
        if (certificate is null)
        {
            return "no certificate was shown";
        }

        var text = $"the certificate of '{NodeName.Of(certificate) ?? certificate.Subject}'";
        if (Issuer.Refuse(certificate, authority) is { } reason)
        {
            return $"{text} {reason}";
        }

        if (RefuseTime(authority) is { } authorityTime)
        {
            return $"the certificate of our CA {authorityTime}";
        }

        if (RefuseTime(certificate) is { } certificateTime)
        {
            return $"{text} {certificateTime}";
        }

        if (CertificatePurpose.IsAuthority(certificate) || !CertificatePurpose.Allows(certificate, role))
        {
            return $"{text} has the wrong purpose: it is for {CertificatePurpose.Text(certificate)}, expected {$"{role}".ToLowerInvariant()}";
        }

        return NodeName.Of(certificate) is null ? $"{text} names no node; expected one common name (CN)" : null;
    }

    /// <summary>Decides whether a certificate is valid at this moment.</summary>
    internal string? RefuseTime(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow();
        if (now > certificate.ValidUntil())
        {
            return $"expired on {certificate.ValidUntil().Text()}; it is {now.Text()} here";
        }

        return now < certificate.ValidFrom() ? $"is not yet valid: it will be from {certificate.ValidFrom().Text()} on; it is {now.Text()} here" : null;
    }

    private static string Hosts(X509Certificate2 certificate) => CertificateHosts.Of(certificate) is { Count: > 0 } hosts ? string.Join(", ", hosts) : "no host";
}
