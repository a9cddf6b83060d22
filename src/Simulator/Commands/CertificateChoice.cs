using Federated.Learning;
using Federated.Protocol.Certificates;

namespace Federated.Simulator.Commands;

/// <summary>The certificate that a user asks for with --certificates.</summary>
internal static class CertificateChoice
{
    /// <summary>Loads it, if the address wants one.</summary>
    /// <param name="folder">what was given with --certificates; null: nothing</param>
    /// <param name="name">the node</param>
    /// <param name="address">http or https</param>
    /// <param name="subject">beginning of the message, up to what the address needs or makes no use of</param>
    /// <exception cref="InputException">https without certificates, or the other way round</exception>
    /// <exception cref="CertificateException">it cannot be used</exception>
    public static NodeCertificate? Load(string? folder, string name, Uri address, string subject)
    {
        if ((folder is null) == (address.Scheme == "https"))
        {
            throw new InputException(folder is null
                ? $"{subject} needs --certificates; expected the folder that 'fed certs' made"
                : $"{subject} makes no use of --certificates; expected https://");
        }

        return folder is null ? null : CertificateFiles.Load(folder, name, TimeProvider.System);
    }
}
