using Federated.Coordinator.Admission;
using Federated.Learning.Runs;
using Federated.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using static Federated.Coordinator.Refusal;

namespace Federated.Coordinator.Operators;

/// <summary>What operators call.</summary>
/// <param name="run">the run that they ask about</param>
/// <param name="time">clock</param>
/// <param name="connection">the connection of a call; null: calls come from this process</param>
internal sealed class OperatorService(HostedRun run, TimeProvider time, IHttpContextAccessor? connection = null) : Operator.OperatorBase
{
    private const string Scheme = "Bearer ";

    /// <inheritdoc/>
    public override Task<StatusReply> Status(StatusRequest request, ServerCallContext context)
    {
        var feed = Require(request.Version, context);
        var start = feed.Start ?? throw NotYet();
        var (done, outstanding) = run.Board.Progress();
        var reply = new StatusReply
        {
            Run = start.Name,
            Algorithm = start.Algorithm,
            Rounds = start.Rounds,
            RoundsDone = feed.Rounds,
            TasksDone = done,
            TasksOutstanding = outstanding,
            Metrics = feed.Newest,
            Program = RunVersions.Current["federated"],
            Held = run.Board.IsHeld,
        };
        reply.Nodes.AddRange(run.Board.Sessions.OrderBy(session => session.Name, StringComparer.Ordinal).Select(session => new Member
        {
            Name = session.Name,
            Slots = session.Slots,
            Busy = session.Busy,
            SecondsSilent = time.GetElapsedTime(session.LastSeen).TotalSeconds,
        }));
        return Task.FromResult(reply);
    }

    /// <inheritdoc/>
    public override Task<StartReply> Start(StartRequest request, ServerCallContext context)
    {
        Require(request.Version, context);
        run.Begin();
        return Task.FromResult(new StartReply());
    }

    /// <inheritdoc/>
    public override Task<StopReply> Stop(StopRequest request, ServerCallContext context)
    {
        Require(request.Version, context);
        run.RequestStop();
        return Task.FromResult(new StopReply());
    }

    /// <inheritdoc/>
    public override async Task Metrics(MetricsRequest request, IServerStreamWriter<RoundFigures> responseStream, ServerCallContext context)
    {
        var feed = Require(request.Version, context);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, run.Over);
        try
        {
            await foreach (var figures in feed.Follow(request.From, end.Token))
            {
                await responseStream.WriteAsync(figures, context.CancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over, or the caller is gone.
        }
    }

    private RoundFeed Require(int version, ServerCallContext context)
    {
        if (version != ProtocolVersion.Current)
        {
            throw Refused(StatusCode.FailedPrecondition, $"the operator speaks version {version} of the protocol, the coordinator {ProtocolVersion.Current}; install the same version on both");
        }

        // Before the run has a folder there is no token; a caller with a certificate is told the same.
        var (token, feed) = run.Desk ?? throw NotYet();
        var shown = context.RequestHeaders.GetValue("authorization");
        run.Door.CheckOperator(
            shown?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? shown[Scheme.Length..].Trim() : null, token, Caller.Of(connection?.HttpContext));
        return feed;
    }

    private static RpcException NotYet() => Refused(StatusCode.Unavailable, "the run has not begun yet; try again in a moment");
}
