using Federated.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Federated.Coordinator;

/// <summary><see cref="DeviceService.Submit"/>, whose chunks come in lent memory; mapped before the one that generated code binds.</summary>
/// <param name="run">the run that nodes work for</param>
/// <param name="connection">the connection of a call</param>
[BindServiceMethod(typeof(LentSubmissions), nameof(BindService))]
internal class LentSubmissions(HostedRun run, IHttpContextAccessor connection)
{
    private static readonly Method<SubmitRequest, SubmitReply> _submit = new(
        MethodType.ClientStreaming,
        Device.Descriptor.FullName,
        nameof(Submit),
        ChunkMarshallers.Parts,
        Marshallers.Create(static reply => reply.ToByteArray(), SubmitReply.Parser.ParseFrom));

    private readonly DeviceService _device = new(run, connection);

    /// <summary>Called by the host of services.</summary>
    public static void BindService(ServiceBinderBase binder, LentSubmissions? service) => binder.AddMethod(_submit, service is null ? null! : service.Submit);

    /// <summary>A submission.</summary>
    public virtual Task<SubmitReply> Submit(IAsyncStreamReader<SubmitRequest> requestStream, ServerCallContext context) => _device.Submit(requestStream, context);
}
