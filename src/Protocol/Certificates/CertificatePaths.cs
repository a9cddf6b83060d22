namespace Federated.Protocol.Certificates;

/// <summary>Files of a folder of certificates.</summary>
internal static class CertificatePaths
{
    /// <summary>Stands in the place of a node's name.</summary>
    public const string Authority = "ca";

    /// <summary>How files of certificates end.</summary>
    public const string CertificateEnding = ".crt";

    /// <summary>The certificate of a node or of the CA.</summary>
    public static string Certificate(string folder, string name) => Path.Combine(folder, name + CertificateEnding);

    /// <summary>The private key of a node or of the CA.</summary>
    public static string Key(string folder, string name) => Path.Combine(folder, name + ".key");
}
