namespace Federated.Protocol.Certificates;

/// <summary>A certificate for people.</summary>
public sealed record CertificateEntry
{
    /// <summary>Name of the node, or of the CA.</summary>
    public required string Name { get; init; }

    /// <summary><c>CA</c>, <c>server</c>, <c>client</c>, or several of them, <c>operator</c> among them.</summary>
    public required string Purpose { get; init; }

    /// <summary>DNS names and addresses under which it is reached.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>First moment at which it is valid, UTC.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Last moment at which it is valid, UTC.</summary>
    public required DateTimeOffset ValidUntil { get; init; }
}
