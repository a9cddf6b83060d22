using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Federated.Protocol.Certificates;

/// <summary>Under which DNS names and addresses a node is reached, as its certificate says it.</summary>
internal static class CertificateHosts
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    /// <summary>Makes the extension.</summary>
    /// <exception cref="CertificateException">one of them is neither a DNS name nor an IP address</exception>
    public static X509Extension Extension(IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (Address(host) is { } address)
            {
                names.AddIpAddress(address);
            }
            else if (IsDnsName(host))
            {
                names.AddDnsName(host.ToLowerInvariant());
            }
            else
            {
                throw new CertificateException(
                    $"host '{host}': is neither a DNS name nor an IP address; expected for example fed.example.org or 192.0.2.7, without a port");
            }
        }

        return names.Build();
    }

    /// <summary>DNS names first, then addresses.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate) =>
    [
        .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()),
        .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateIPAddresses()).Select(address => $"{address}"),
    ];

    /// <summary>Whether a certificate is for a host; names stand for themselves, there are no wildcards.</summary>
    public static bool Match(X509Certificate2 certificate, string host)
    {
        var sought = Address(host.Trim('[', ']'))?.ToString() ?? host;
        return Of(certificate).Contains(sought, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>An address as it is usually written: 127.1 and 0x7f000001, which the parser also takes, are more likely mistakes.</summary>
    private static IPAddress? Address(string text)
    {
        var isAddress = IPAddress.TryParse(text, out var address) && !text.Contains('[') && !text.Contains('%')
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text);
        return isAddress ? address : null;
    }

    /// <summary>RFC 1123; a last label of digits only would be an address that is not one.</summary>
    private static bool IsDnsName(string text)
    {
        var labels = text.Split('.');
        return text.Length <= LongestName && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-'
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
