using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Federated.Protocol.Certificates;

/// <summary>Both ends of mutual TLS: each shows its certificate and checks the other's with <see cref="PeerValidation"/>.</summary>
public static class TlsOptions
{
    private const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>For a node that listens: peers without an accepted certificate are turned away.</summary>
    /// <param name="own">what we show</param>
    /// <param name="time">clock</param>
    /// <param name="refused">hears why a peer was turned away</param>
    public static SslServerAuthenticationOptions ForServer(NodeCertificate own, TimeProvider time, Action<string> refused)
    {
        var validation = new PeerValidation(own.Authority, time);
        return new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = Versions,
            ServerCertificateContext = Context(own),
            ClientCertificateRequired = true,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = Issuer.Policy(own.Authority),
            RemoteCertificateValidationCallback = Callback(validation.RefuseClient, refused),
        };
    }

    /// <summary>For a node that connects.</summary>
    /// <param name="own">what we show</param>
    /// <param name="host">DNS name or address that the other's certificate must be for</param>
    /// <param name="time">clock</param>
    /// <param name="refused">hears why the other was not accepted</param>
    public static SslClientAuthenticationOptions ForClient(NodeCertificate own, string host, TimeProvider time, Action<string> refused)
    {
        var validation = new PeerValidation(own.Authority, time);
        return new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = Versions,
            ClientCertificateContext = Context(own),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = Issuer.Policy(own.Authority),
            RemoteCertificateValidationCallback = Callback(certificate => validation.RefuseServer(certificate, host), refused),
        };
    }

    /// <summary>Offline: nobody is asked for missing links of the chain, there are none.</summary>
    private static SslStreamCertificateContext Context(NodeCertificate own) =>
        SslStreamCertificateContext.Create(own.Certificate, additionalCertificates: null, offline: true);

    private static RemoteCertificateValidationCallback Callback(Func<X509Certificate2?, string?> refuse, Action<string> refused) =>
        (_, certificate, _, _) =>
        {
            var reason = refuse(certificate as X509Certificate2);
            if (reason is not null)
            {
                refused(reason);
            }

            return reason is null;
        };
}
