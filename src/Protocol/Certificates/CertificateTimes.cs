using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Federated.Protocol.Certificates;

/// <summary>Validity in UTC: certificates of .NET tell it in the machine's own time zone.</summary>
internal static class CertificateTimes
{
    /// <summary>First moment at which a certificate is valid.</summary>
    public static DateTimeOffset ValidFrom(this X509Certificate2 certificate) => new(certificate.NotBefore.ToUniversalTime());

    /// <summary>Last moment at which a certificate is valid.</summary>
    public static DateTimeOffset ValidUntil(this X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());

    /// <summary>A moment for people.</summary>
    public static string Text(this DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
