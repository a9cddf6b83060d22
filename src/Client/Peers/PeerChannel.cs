using Federated.Protocol;
using Grpc.Net.Client;

namespace Federated.Client.Peers;

/// <summary>Channels to other hosts.</summary>
internal static class PeerChannel
{
    /// <summary>Opens one.</summary>
    public static GrpcChannel Open(Uri address, PeerOptions options) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        MaxReceiveMessageSize = 2 * Framing.LargestChunk,
        HttpHandler = options.Handler?.Invoke(address),
        DisposeHttpClient = options.Handler is not null,
    });
}
