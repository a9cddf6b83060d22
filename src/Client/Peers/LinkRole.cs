namespace Federated.Client.Peers;

/// <summary>What a host is at its end of a link.</summary>
internal enum LinkRole
{
    /// <summary>It dials, and decides.</summary>
    Initiator,

    /// <summary>It is dialled, and says when it is ready.</summary>
    Responder,
}
