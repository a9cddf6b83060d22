using Federated.Learning.ZerothOrder;
using Federated.Protocol;
using Google.Protobuf;
using Grpc.Core;
using static Federated.Coordinator.Refusal;

namespace Federated.Coordinator;

/// <summary>What nodes of a shared-seed run call to have the weights of the log.</summary>
/// <param name="run">the run that they work for</param>
internal sealed class LogService(HostedRun run) : Log.LogBase
{
    /// <inheritdoc/>
    public override async Task Seals(SealsRequest request, IServerStreamWriter<Seal> responseStream, ServerCallContext context)
    {
        using var call = run.Enter(request.Session);
        var machines = run.Log ?? throw Refused(StatusCode.FailedPrecondition, "the run has no log of sealed rounds; expected one of the shared-seed family");
        foreach (var round in machines.Seals(request.From, request.Until))
        {
            var bytes = SealedRoundCodec.Encode(round);
            await responseStream.WriteAsync(new Seal { Round = UnsafeByteOperations.UnsafeWrap(bytes) }, context.CancellationToken);
            run.Meter.Sent(bytes.Length);
        }
    }

    /// <inheritdoc/>
    public override Task<ReportReply> Report(ReportRequest request, ServerCallContext context)
    {
        using var call = run.Enter(request.Session);
        run.Log?.Report(call.Session, request.Rounds, request.Hash);
        return Task.FromResult(new ReportReply());
    }
}
