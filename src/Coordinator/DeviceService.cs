using System.Security.Cryptography;
using System.Threading.Channels;
using Federated.Coordinator.Uploads;
using Federated.Learning.ZerothOrder;
using Federated.Protocol;
using Federated.Protocol.Certificates;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Federated.Coordinator;

/// <summary>What nodes call.</summary>
/// <param name="run">the run that they work for</param>
/// <param name="connection">the connection of a call; null: calls come from this process</param>
internal sealed class DeviceService(HostedRun run, IHttpContextAccessor? connection = null) : Device.DeviceBase
{
    /// <inheritdoc/>
    public override async Task<JoinReply> Join(JoinRequest request, ServerCallContext context)
    {
        if (request.Version != ProtocolVersion.Current)
        {
            throw Refused(StatusCode.FailedPrecondition, $"the node speaks version {request.Version} of the protocol, the coordinator {ProtocolVersion.Current}; install the same version on both");
        }

        if (run.Options.Token is { } token && !CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(token), System.Text.Encoding.UTF8.GetBytes(request.Token)))
        {
            throw Refused(StatusCode.Unauthenticated, "the token is not this run's; expected the one that 'fed serve' was started with");
        }

        if (request.Slots is < 1 or > 4096 || request.Name.Length > 200)
        {
            throw Refused(StatusCode.InvalidArgument, $"{request.Slots} slots and a name of {request.Name.Length} characters; expected 1 to 4096 and at most 200");
        }

        // A name that a certificate proves is not taken by anybody else.
        if (connection?.HttpContext?.Connection.ClientCertificate is { } certificate && PeerValidation.RefuseName(certificate, request.Name) is { } refusal)
        {
            throw Refused(StatusCode.PermissionDenied, refusal);
        }

        var subject = await run.Subject.WaitAsync(context.CancellationToken);
        var session = run.Board.Admit(request.Name, request.Slots);
        run.Joined(session);
        return new JoinReply
        {
            Session = session.Id,
            Experiment = subject.Experiment,
            Model = subject.Model,
            Dimension = subject.Dimension,
            LeaseSeconds = (int)Math.Ceiling(run.Options.Lease.TotalSeconds),
        };
    }

    /// <inheritdoc/>
    public override async Task Tasks(TasksRequest request, IServerStreamWriter<Event> responseStream, ServerCallContext context)
    {
        var session = Require(request.Session);
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
        Require(request.Session);
        return Task.FromResult(new HeartbeatReply());
    }

    /// <inheritdoc/>
    public override async Task Fetch(FetchRequest request, IServerStreamWriter<Chunk> responseStream, ServerCallContext context)
    {
        Require(request.Session);
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
    }

    /// <inheritdoc/>
    public override async Task<SubmitReply> Submit(IAsyncStreamReader<SubmitRequest> requestStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.Header is not { } header)
        {
            throw Refused(StatusCode.InvalidArgument, "a submission begins with its header");
        }

        var session = Require(header.Session);
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

        await Receive(upload, requestStream, context.CancellationToken);
        RequireWhole(work, upload);
        return new SubmitReply { Accepted = run.Board.Complete(session, header.Lease, header, upload) };
    }

    /// <inheritdoc/>
    public override Task<ResumeReply> Resume(ResumeRequest request, ServerCallContext context)
    {
        var session = Require(request.Session);
        return Task.FromResult(new ResumeReply { Offset = run.Board.Find(session, request.Lease)?.Received ?? 0 });
    }

    /// <inheritdoc/>
    public override async Task Seals(SealsRequest request, IServerStreamWriter<Seal> responseStream, ServerCallContext context)
    {
        Require(request.Session);
        var machines = run.Log ?? throw Refused(StatusCode.FailedPrecondition, "the run has no log of sealed rounds; expected one of the shared-seed family");
        foreach (var round in machines.Seals(request.From, request.Until))
        {
            await responseStream.WriteAsync(new Seal { Round = UnsafeByteOperations.UnsafeWrap(SealedRoundCodec.Encode(round)) }, context.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public override Task<ReportReply> Report(ReportRequest request, ServerCallContext context)
    {
        var session = Require(request.Session);
        run.Log?.Report(session, request.Rounds, request.Hash);
        return Task.FromResult(new ReportReply());
    }

    private static async Task Receive(Upload upload, IAsyncStreamReader<SubmitRequest> stream, CancellationToken cancellation)
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

    private static RpcException Refused(StatusCode code, string why) => new(new Status(code, why));

    private Session Require(string session) => run.Board.Find(session)
        ?? throw Refused(StatusCode.Unauthenticated, "the session is over or never was; join again");
}
