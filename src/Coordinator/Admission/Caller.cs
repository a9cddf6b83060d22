using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Federated.Coordinator.Admission;

/// <summary>Who is at the other end of a call, as far as the connection tells.</summary>
/// <param name="Address">whom limits count: an IPv4 address, or the first 64 bits of an IPv6 address, which one customer is given</param>
/// <param name="Certificate">what it showed and what was accepted; null without TLS</param>
internal sealed record Caller(string Address, X509Certificate2? Certificate)
{
    private const int SiteBytes = 8;

    /// <summary>The caller of a connection; null: a call from this process.</summary>
    public static Caller Of(HttpContext? connection)
    {
        if (connection?.Connection.RemoteIpAddress is not { } address)
        {
            return new Caller("here", null);
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var site = address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes(), 0, SiteBytes) : $"{address}";
        return new Caller(site, connection.Connection.ClientCertificate);
    }
}
