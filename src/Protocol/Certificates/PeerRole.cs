namespace Federated.Protocol.Certificates;

/// <summary>What a peer is at the other end of a connection.</summary>
public enum PeerRole
{
    /// <summary>It listens.</summary>
    Server,

    /// <summary>It connects.</summary>
    Client,

    /// <summary>It connects, and may ask how a run goes and stop it.</summary>
    Operator,
}
