using System.Security.Cryptography.X509Certificates;

namespace Federated.Protocol.Certificates;

/// <summary>By what a node proves who it is, and by what it knows others. Its owner disposes of it.</summary>
/// <param name="Name">the node</param>
/// <param name="Certificate">its certificate, with the private key</param>
/// <param name="Authority">certificate of the CA, without its key</param>
public sealed record NodeCertificate(string Name, X509Certificate2 Certificate, X509Certificate2 Authority) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        Authority.Dispose();
    }
}
