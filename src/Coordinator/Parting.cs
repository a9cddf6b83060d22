namespace Federated.Coordinator;

/// <summary>How a session ends.</summary>
internal enum Parting
{
    /// <summary>Its stream broke, or it was silent for too long: the node may come back.</summary>
    Lost,

    /// <summary>The node said that it goes, or came back under another session.</summary>
    Left,
}
