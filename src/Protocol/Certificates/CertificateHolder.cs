namespace Federated.Protocol.Certificates;

/// <summary>To whom a certificate is issued.</summary>
public enum CertificateHolder
{
    /// <summary>A node: it listens, connects, and trains.</summary>
    Node,

    /// <summary>A person or program that watches a coordinator and may stop it.</summary>
    Operator,
}
