using System.Threading.Channels;
using Federated.Coordinator.Admission;
using Federated.Coordinator.Uploads;
using Federated.Learning.Rounds;
using Federated.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using static Federated.Coordinator.Refusal;

namespace Federated.Coordinator;

/// <summary>What nodes call.</summary>
/// <param name="run">the run that they work for</param>
/// <param name="time">clock</param>
/// <param name="connection">the connection of a call; null: calls come from this process</param>
internal sealed class DeviceService(HostedRun run, TimeProvider time, IHttpContextAccessor? connection = null) : Device.DeviceBase
{
    /// <inheritdoc/>
    public override async Task<JoinReply> Join(JoinRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(connection?.HttpContext);
        try
        {
            run.Door.Check(request, caller);
            var subject = await Subject(context.CancellationToken);
            if (OwnClients.Refusal(request, subject, run.Board.Owners) is { } refusal)
            {
                throw Refused(StatusCode.FailedPrecondition, refusal);
            }

            Doorkeeper.Enrol(request, caller, run.Ledger);
            return Admit(request, subject);
        }
        catch (RpcException error)
        {
            run.News.Refused(request.Name, caller.Address, error.Status);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task Tasks(TasksRequest request, IServerStreamWriter<Event> responseStream, ServerCallContext context)
    {
        using var call = run.Enter(request.Session);
        var session = call.Session;
        var events = Channel.CreateUnbounded<Event>(new UnboundedChannelOptions { SingleReader = true });
        run.Board.Listen(session, events);
        try
        {
            await foreach (var news in run.Follow(events.Reader, context.CancellationToken))
            {
                await responseStream.WriteAsync(news, context.CancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The node is gone, or this process stops.
        }
        finally
        {
            run.Board.Leave(session, events);
        }
    }

    /// <inheritdoc/>
    public override Task<HeartbeatReply> Heartbeat(HeartbeatRequest request, ServerCallContext context)
    {
        using var call = run.Enter(request.Session);
        return Task.FromResult(new HeartbeatReply());
    }

    /// <inheritdoc/>
    public override async Task Fetch(FetchRequest request, IServerStreamWriter<Chunk> responseStream, ServerCallContext context)
    {
        using var call = run.Enter(request.Session);
        var bytes = run.Store.Find(request.Sha256)
            ?? throw Refused(StatusCode.NotFound, "no vector of this hash is on offer; its round may be over");
        if (request.Offset < 0 || request.Offset > bytes.Length)
        {
            throw Refused(StatusCode.OutOfRange, $"offset {request.Offset}; expected one in [0, {bytes.Length}]");
        }

        foreach (var chunk in Framing.Chunks(bytes, request.Offset))
        {
            await responseStream.WriteAsync(chunk, context.CancellationToken);
        }

        run.Meter.Sent(bytes.Length - request.Offset);
    }

    /// <inheritdoc/>
    public override async Task<SubmitReply> Submit(IAsyncStreamReader<SubmitRequest> requestStream, ServerCallContext context)
    {
        using var messages = new SubmissionReader(requestStream, run.Options.Limits.LongestSilence, run.Meter, time);
        if (!await messages.MoveNext(context.CancellationToken) || messages.Current.Header is not { } header)
        {
            throw Refused(StatusCode.InvalidArgument, "a submission begins with its header");
        }

        using var call = run.Enter(header.Session);
        var session = call.Session;
        if (run.Board.IsDone(session, header.Lease))
        {
            return new SubmitReply { Accepted = true };
        }

        if (run.Board.Find(session, header.Lease) is not { } work)
        {
            return new SubmitReply { Accepted = false };
        }

        if (work.Refusal(header) is { } refusal)
        {
            throw Refused(StatusCode.InvalidArgument, refusal);
        }

        if (await work.OpenAsync(header, run.Uploads!, context.CancellationToken) is not { } upload)
        {
            return new SubmitReply { Accepted = run.Board.IsDone(session, header.Lease) };
        }

        await Receive(upload, messages, context.CancellationToken);
        RequireWhole(work, upload);
        return new SubmitReply { Accepted = run.Board.Complete(session, header.Lease, header, upload) };
    }

    /// <inheritdoc/>
    public override Task<ResumeReply> Resume(ResumeRequest request, ServerCallContext context)
    {
        using var call = run.Enter(request.Session);
        return Task.FromResult(new ResumeReply { Offset = run.Board.Find(call.Session, request.Lease)?.Received ?? 0 });
    }

    /// <inheritdoc/>
    /// <remarks>Also of sessions that are over: a node may say more than once that it goes.</remarks>
    public override Task<LeaveReply> Leave(LeaveRequest request, ServerCallContext context)
    {
        run.Board.Part(request.Session, request.Keep.ToHashSet());
        return Task.FromResult(new LeaveReply());
    }

    private async Task<Subject> Subject(CancellationToken cancellation)
    {
        try
        {
            return await run.Subject.WaitAsync(cancellation);
        }
        catch (RunFailedException error)
        {
            throw Refused(StatusCode.FailedPrecondition, $"the run did not begin: {error.Message}");
        }
    }

    private static async Task Receive(Upload upload, SubmissionReader stream, CancellationToken cancellation)
    {
        while (await stream.MoveNext(cancellation))
        {
            var chunk = stream.Current.Chunk;
            var taken = chunk is not null && upload.Take(chunk.Offset, chunk.Data.Span);
            chunk?.Release();
            if (!taken)
            {
                throw Refused(StatusCode.OutOfRange, $"expected a chunk that goes on at byte {upload.Received} of {upload.Length}");
            }
        }
    }

    private static void RequireWhole(Work work, Upload upload)
    {
        if (upload.IsWhole)
        {
            return;
        }

        if (upload.Received < upload.Length)
        {
            throw Refused(StatusCode.DataLoss, $"{upload.Received} of {upload.Length} bytes have arrived; go on from there");
        }

        work.Forget(upload);
        throw Refused(StatusCode.DataLoss, "the bytes do not have the hash that the header says; send them again");
    }

    private JoinReply Admit(JoinRequest request, Subject subject)
    {
        var session = run.Board.Admit(request.Name, request.Slots, OwnClients.Of(request), request.Previous);
        run.News.Joined(session);
        return new JoinReply
        {
            Session = session.Id,
            Experiment = subject.Experiment,
            Model = subject.Model,
            Dimension = subject.Dimension,
            LeaseSeconds = (int)Math.Ceiling(run.Options.Lease.TotalSeconds),
            Partition = subject.Partition,
            Vectors = subject.Vectors,
            Samples = subject.Samples,
        };
    }
}
