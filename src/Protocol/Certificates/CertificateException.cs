namespace Federated.Protocol.Certificates;

/// <summary>
/// A certificate, a key or their folder is not as it has to be: the message is one line that names file, name or host and says
/// what would be accepted, or which command helps.
/// </summary>
public sealed class CertificateException : Exception
{
    /// <summary>Makes the exception.</summary>
    public CertificateException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception, keeping what caused it.</summary>
    public CertificateException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
