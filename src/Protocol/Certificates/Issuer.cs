using System.Security.Cryptography.X509Certificates;

namespace Federated.Protocol.Certificates;

/// <summary>Whether a certificate is one of a CA's, at whatever time.</summary>
internal static class Issuer
{
    private const X509ChainStatusFlags NotOurs =
        X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;

    /// <summary>
    /// Trusts this CA and no other, least of all those of the operating system. Time is left out: chains know the machine's clock only,
    /// and say less about it than we do.
    /// </summary>
    public static X509ChainPolicy Policy(X509Certificate2 authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { authority },
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
    };

    /// <summary>Looks at signature and constraints.</summary>
    /// <returns>why it is none of the CA's; null: it is one</returns>
    public static string? Refuse(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(authority) };
        if (chain.Build(certificate))
        {
            return null;
        }

        var status = chain.ChainStatus.FirstOrDefault(status => (status.Status & NotOurs) != 0);
        return status.Status == X509ChainStatusFlags.NoError
            ? $"is not valid: {string.Join("; ", chain.ChainStatus.Select(problem => problem.StatusInformation.Trim()))}"
            : $"was issued by another CA ('{certificate.Issuer}') than ours ('{authority.Subject}', key {KeyOf(authority)})";
    }

    /// <summary>The beginning of a key's hash: CAs of the same name are told apart by it.</summary>
    private static string KeyOf(X509Certificate2 authority) =>
        authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifier?[..8].ToLowerInvariant() ?? "unknown";
}
