using Federated.Protocol.Certificates;

namespace Federated.Client;

/// <summary>How hosts of gossip nodes reach each other.</summary>
public sealed record PeerOptions
{
    /// <summary>Where this host listens; null: on the address that the coordinator sees, on any free port.</summary>
    public Uri? Listen { get; init; }

    /// <summary>Where others find it; null: where it listens.</summary>
    public Uri? Address { get; init; }

    /// <summary>What this host shows of itself, and whom it trusts; null: neither side proves who it is.</summary>
    public NodeCertificate? Certificate { get; init; }

    /// <summary>Makes what carries the calls to another host; null: the channel's own.</summary>
    public Func<Uri, HttpMessageHandler>? Handler { get; init; }
}
