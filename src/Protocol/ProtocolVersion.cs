namespace Federated.Protocol;

/// <summary>Version of what crosses the wire. Both sides must speak the same.</summary>
public static class ProtocolVersion
{
    /// <summary>This one.</summary>
    public const int Current = 1;
}
