using Federated.Protocol;
using Grpc.Core;
using static Federated.Coordinator.Refusal;

namespace Federated.Coordinator.Hosts;

/// <summary>What hosts of gossip nodes call.</summary>
/// <param name="run">the run that they work for</param>
internal sealed class GossipService(HostedRun run) : Gossip.GossipBase
{
    private const int LongestAddress = 300;

    /// <inheritdoc/>
    public override Task<AnnounceReply> Announce(AnnounceRequest request, ServerCallContext context)
    {
        using var call = run.Enter(request.Session);
        RequireNodes();
        if (request.Address.Length > LongestAddress || !Uri.TryCreate(request.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw Refused(StatusCode.InvalidArgument, $"an address of {request.Address.Length} characters; expected one like http://10.0.0.7:7071");
        }

        call.Session.Address = request.Address;
        return Task.FromResult(new AnnounceReply());
    }

    /// <inheritdoc/>
    public override async Task<DeliverReply> Deliver(IAsyncStreamReader<DeliverRequest> requestStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.Header is not { } header)
        {
            throw Refused(StatusCode.InvalidArgument, "a report begins with its header");
        }

        using var call = run.Enter(header.Session);
        var accepted = await RequireNodes().Desk.Take(call.Session, header, Next, context.CancellationToken);
        return new DeliverReply { Accepted = accepted };

        async Task<DeliverRequest?> Next() => await requestStream.MoveNext(context.CancellationToken) ? requestStream.Current : null;
    }

    private RemoteNodes RequireNodes() =>
        run.Gossip ?? throw Refused(StatusCode.FailedPrecondition, "the run has no nodes that gossip; expected one of the gossip family");
}
