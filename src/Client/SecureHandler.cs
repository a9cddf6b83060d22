using Federated.Protocol.Certificates;
using Microsoft.Extensions.Logging;

namespace Federated.Client;

/// <summary>Connections on which both sides prove who they are.</summary>
public static partial class SecureHandler
{
    /// <summary>Makes one.</summary>
    /// <param name="own">what the node shows, and whose coordinator it trusts</param>
    /// <param name="coordinator">whom it calls</param>
    /// <param name="time">clock</param>
    /// <param name="log">hears why a coordinator was not accepted</param>
    public static HttpMessageHandler Create(NodeCertificate own, Uri coordinator, TimeProvider time, ILogger log) => new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        SslOptions = TlsOptions.ForClient(own, coordinator.Host, time, reason => PeerRefused(log, reason)),
    };

    [LoggerMessage(EventId = 303, Level = LogLevel.Error, Message = "The coordinator was not accepted: {Reason}")]
    private static partial void PeerRefused(ILogger log, string reason);
}
