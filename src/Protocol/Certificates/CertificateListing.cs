namespace Federated.Protocol.Certificates;

/// <summary>What a folder of certificates holds.</summary>
public sealed record CertificateListing
{
    /// <summary>The CA.</summary>
    public required CertificateEntry Authority { get; init; }

    /// <summary>Nodes by name.</summary>
    public required IReadOnlyList<CertificateEntry> Nodes { get; init; }

    /// <summary>What is wrong with files of the folder, one line each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
