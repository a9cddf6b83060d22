using System.Net;
using Federated.Client;
using Federated.Learning;
using Federated.Protocol.Certificates;
using Microsoft.Extensions.Logging;

namespace Federated.Simulator.Commands;

/// <summary>How other nodes reach this one, as a user says with --peer and --peer-address.</summary>
internal static class PeerChoice
{
    /// <summary>Reads what was given.</summary>
    /// <param name="listen">--peer; null: not given</param>
    /// <param name="address">--peer-address; null: not given</param>
    /// <param name="certificate">what this node shows; null: nothing</param>
    /// <param name="log">log of the node</param>
    /// <exception cref="InputException">One of them is no such address.</exception>
    public static PeerOptions Read(string? listen, string? address, NodeCertificate? certificate, ILogger log)
    {
        var scheme = certificate is null ? "http" : "https";
        if (listen is not null && (Parse("--peer", listen, scheme) is not { } place || !IPAddress.TryParse(place.DnsSafeHost, out _)))
        {
            throw new InputException($"--peer: {listen} is not accepted; expected an address and a port, for example {scheme}://0.0.0.0:7071");
        }

        return new PeerOptions
        {
            Listen = listen is null ? null : Parse("--peer", listen, scheme),
            Address = address is null ? null : Parse("--peer-address", address, scheme),
            Certificate = certificate,
            Handler = certificate is null ? null : other => SecureHandler.Create(certificate, other, TimeProvider.System, log),
        };
    }

    private static Uri Parse(string option, string text, string scheme) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == scheme
            ? url
            : throw new InputException($"{option}: {text} is not accepted; expected {scheme}://HOST:PORT, as this node {(scheme == "http" ? "has no" : "has a")} certificate");
}
