using Federated.Protocol;
using Federated.Protocol.Certificates;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Federated.Client.Peers;

/// <summary>What other hosts call.</summary>
/// <param name="listener">knows whose nodes are here</param>
/// <param name="connection">the connection of a call</param>
internal sealed class PeerService(PeerListener listener, IHttpContextAccessor connection) : Peer.PeerBase
{
    /// <inheritdoc/>
    public override async Task Exchange(
        IAsyncStreamReader<LinkMessage> requestStream, IServerStreamWriter<LinkMessage> responseStream, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        if (!await requestStream.MoveNext(cancellation) || requestStream.Current.Hello is not { } hello)
        {
            throw Refused(StatusCode.InvalidArgument, "a link begins with Hello");
        }

        if (hello.Version != ProtocolVersion.Current)
        {
            throw Refused(StatusCode.FailedPrecondition, $"the host speaks version {hello.Version} of the protocol, this one {ProtocolVersion.Current}; install the same version on all");
        }

        var epoch = await listener.Find(hello.Epoch, cancellation);
        if (epoch.Refusal(hello) is { } refusal)
        {
            throw Refused(StatusCode.PermissionDenied, refusal);
        }

        if (connection.HttpContext?.Connection.ClientCertificate is { } certificate && PeerValidation.RefuseName(certificate, hello.Name) is { } stranger)
        {
            throw Refused(StatusCode.PermissionDenied, stranger);
        }

        // The one who dials has the lower number.
        if (epoch.Links.Find(hello.Host) is not { Role: LinkRole.Responder } link)
        {
            throw Refused(StatusCode.NotFound, $"there is no link from host {hello.Host} to this one");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, epoch.Ending);
        await responseStream.WriteAsync(new LinkMessage { Hello = link.Introduce(epoch.Hello()) }, either.Token);
        try
        {
            await LinkStream.Run(
                link, hello, requestStream.ReadAllAsync(either.Token), message => responseStream.WriteAsync(message, either.Token), either.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The connection broke or the epoch is over: the other host dials again if it has a reason to.
        }
    }

    /// <inheritdoc/>
    public override async Task FetchState(FetchStateRequest request, IServerStreamWriter<StatePart> responseStream, ServerCallContext context)
    {
        var epoch = await listener.Find(request.Epoch, context.CancellationToken);
        if (!epoch.Knows(request.Key))
        {
            throw Refused(StatusCode.PermissionDenied, "the key is not that of the epoch");
        }

        if (epoch.Snapshot(request.Node) is not { } state)
        {
            throw Refused(StatusCode.NotFound, $"node {request.Node} is not hosted here, or has no model yet");
        }

        var bytes = new FloatBytes(state.Model).Memory;
        var header = new StateHeader { Round = state.Round, Length = bytes.Length, Sha256 = Framing.Hash(bytes.Span) };
        await responseStream.WriteAsync(new StatePart { Header = header }, context.CancellationToken);
        foreach (var chunk in Framing.Chunks(bytes, 0))
        {
            await responseStream.WriteAsync(new StatePart { Chunk = chunk }, context.CancellationToken);
        }
    }

    private static RpcException Refused(StatusCode code, string why) => new(new Status(code, why));
}
